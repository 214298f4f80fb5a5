import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { postgresql } from '../../../../stack/components/postgresql.ts';
import { temporalPostgres } from '../../../../stack/components/temporal-postgres.ts';
import type { Installation } from '../../../../stack/provider.ts';
import { scratchFolder, writeScript } from '../scratch.ts';

const databaseUrl = 'postgresql://postgres:p%40ss@127.0.0.1:15432';

/** A program that writes down its arguments and ends, with a tool beside it that does the same and goes well. */
async function programWithTool(program: string, tool: string) {
  const folder = await scratchFolder();
  const path = await writeScript(join(folder, program), `printf "%s\\n" "$@" > ${folder}/arguments; exit 1`);
  const note = `echo "$SQL_USER:$SQL_PASSWORD@$SQL_HOST:$SQL_PORT $*" >> ${folder}/calls`;
  await writeScript(join(folder, tool), `${note}\n[ "$1" != -D ] || mkdir -p "$2"`);
  const lines = async (file: string) => (await readFile(join(folder, file), 'utf8')).trim().split('\n');
  return {
    folder,
    installation: { kind: 'executable', path } satisfies Installation,
    programArguments: () => lines('arguments'),
    toolCalls: () => lines('calls'),
  };
}

function asOrdinaryUser(): void {
  const user = vi.spyOn(process, 'getuid').mockReturnValue(1_000);
  onTestFinished(() => user.mockRestore());
}

async function failedStart(starting: Promise<unknown>): Promise<void> {
  await expect(starting).rejects.toMatchObject({ code: 'failed-to-start' });
}

it('starts PostgreSQL on loopback only, with a password that nobody else can read', async () => {
  asOrdinaryUser();
  const { installation, programArguments, toolCalls } = await programWithTool('postgres', 'initdb');
  const dataDir = join(await scratchFolder(), 'data');

  await failedStart(postgresql.start(installation, { dataDir, port: 15_432, extraArguments: ['-c', 'fsync=off'] }));

  const settings = ['listen_addresses=127.0.0.1', 'port=15432', 'unix_socket_directories='];
  const pairs = [...settings, 'max_connections=200', 'jit=off', 'fsync=off'].flatMap((setting) => ['-c', setting]);
  expect(await programArguments()).toEqual(['-D', `${dataDir}/cluster`, ...pairs]);
  const made = `-D ${dataDir}/cluster.new --username=postgres --pwfile=${dataDir}/password --auth=scram-sha-256`;
  expect(await toolCalls()).toEqual([expect.stringContaining(made)]);
  expect((await stat(join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
});

it('makes the databases of PostgreSQL once, and keeps the password', async () => {
  asOrdinaryUser();
  const { installation, toolCalls } = await programWithTool('postgres', 'initdb');
  const dataDir = await scratchFolder();
  await failedStart(postgresql.start(installation, { dataDir }));
  const before = await readFile(join(dataDir, 'password'), 'utf8');

  await failedStart(postgresql.start(installation, { dataDir }));

  expect(await toolCalls()).toHaveLength(1);
  expect(await readFile(join(dataDir, 'password'), 'utf8')).toBe(before);
});

it('brings both databases up to date before the Temporal server starts', async () => {
  const { folder, installation, programArguments, toolCalls } = await programWithTool(
    'temporal-server',
    'temporal-sql-tool',
  );

  await failedStart(temporalPostgres.start(installation, { databaseUrl, dataDir: folder, port: 17_233 }));

  const access = 'postgres:p@ss@127.0.0.1:15432';
  expect(await toolCalls()).toEqual([
    `${access} --database temporal create-database`,
    `${access} --database temporal setup-schema --version 0.0`,
    `${access} --database temporal update-schema --schema-name postgresql/v12/temporal`,
    `${access} --database temporal_visibility create-database`,
    `${access} --database temporal_visibility setup-schema --version 0.0`,
    `${access} --database temporal_visibility update-schema --schema-name postgresql/v12/visibility`,
  ]);
  expect(await programArguments()).toEqual([
    `--config-file=${folder}/temporal-server.yaml`,
    '--allow-no-auth',
    'start',
    '--service=frontend',
    '--service=history',
    '--service=matching',
    '--service=worker',
  ]);
});

it.each([
  { settings: undefined, expected: {} },
  {
    settings: { 'frontend.enablePrincipalPropagation': true },
    expected: { 'frontend.enablePrincipalPropagation': [{ value: true }] },
  },
])('gives the Temporal server the dynamic settings $settings', async ({ settings, expected }) => {
  const { folder, installation } = await programWithTool('temporal-server', 'temporal-sql-tool');
  const options = { databaseUrl, dataDir: folder, port: 17_233, ...(settings ? { dynamicConfig: settings } : {}) };

  await failedStart(temporalPostgres.start(installation, options));

  const config = JSON.parse(await readFile(join(folder, 'temporal-server.yaml'), 'utf8'));
  expect(config).toMatchObject({
    services: { frontend: { rpc: { grpcPort: 17_233, bindOnIP: '127.0.0.1' } } },
    persistence: { datastores: { default: { sql: { connectAddr: '127.0.0.1:15432', password: 'p@ss' } } } },
  });
  expect(JSON.parse(await readFile(config.dynamicConfigClient.filepath, 'utf8'))).toEqual(expected);
});

it('lets only callers with a token in when it is told which keys to trust', async () => {
  const { folder, installation, programArguments } = await programWithTool('temporal-server', 'temporal-sql-tool');
  const authorization = { keySets: ['http://127.0.0.1:1/keys'], adminToken: 'x.y.z' };

  await failedStart(temporalPostgres.start(installation, { databaseUrl, dataDir: folder, authorization }));

  const config = JSON.parse(await readFile(join(folder, 'temporal-server.yaml'), 'utf8'));
  expect(config.global.authorization).toMatchObject({
    authorizer: 'default',
    claimMapper: 'default',
    jwtKeyProvider: { keySourceURIs: ['http://127.0.0.1:1/keys'] },
  });
  expect(config).not.toHaveProperty('publicClient');
  expect(await programArguments()).toContain('--service=internal-frontend');
  expect(await programArguments()).not.toContain('--allow-no-auth');
});

it('says that the Temporal server came without its tool for databases', async () => {
  const folder = await scratchFolder();
  const path = await writeScript(join(folder, 'temporal-server'), ':');

  const starting = temporalPostgres.start({ kind: 'executable', path }, { databaseUrl, dataDir: folder });

  await expect(starting).rejects.toMatchObject({
    code: 'component-missing',
    message: 'temporal-sql-tool does not lie beside temporal-server; install both.',
  });
});
