import type { Client } from '@temporalio/client';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { lazyClient } from '../../clients/temporal/temporal.ts';
import { acquireTemporalOnPostgres, startTemporalOnPostgres } from '../../stack/temporal-on-postgres.ts';
import { aKeySet } from '../support/http/key-set.ts';
import { isAlive } from '../support/processes.ts';
import { progress } from '../support/scene.ts';

const adminPermissions = ['temporal-system:admin'];
const order = { taskQueue: 'nobody', workflowId: 'lamp', args: [] };
let folder: string;

// Here, because a first build takes longer than a test may.
beforeAll(() => acquireTemporalOnPostgres(progress));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightshift-postgres-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Asks a server, and lets go of it. */
async function withClient<Result>(
  address: string,
  ask: (client: Client) => Promise<Result>,
  token?: string,
): Promise<Result> {
  const metadata = token ? { authorization: `Bearer ${token}` } : {};
  const client = lazyClient({ connection: { address, metadata }, namespace: 'default' });
  try {
    return await ask(client);
  } finally {
    await client.connection.close();
  }
}

/** These processes, and every process that one of them has started. */
function withChildren(pids: readonly number[]): readonly number[] {
  const children = pids.map((pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')).join(' ');
  return [...pids, ...children.trim().split(/\s+/).map(Number)];
}

it('serves, keeps everything over a restart, and leaves no process behind', async () => {
  const first = await startTemporalOnPostgres({ folder, progress });
  await withClient(first.address, ({ workflow }) => workflow.start('light', order));
  const pids = withChildren(first.pids);
  await first.stop();
  const leftBehind = pids.filter(isAlive);

  const second = await startTemporalOnPostgres({ folder, progress });
  const kept = await withClient(second.address, ({ workflow }) => workflow.getHandle('lamp').describe());
  await second.stop();

  expect(pids.length).toBeGreaterThan(2);
  expect(leftBehind).toEqual([]);
  expect(kept).toMatchObject({ type: 'light', status: { name: 'RUNNING' } });
});

it('ends with the process that started it, however that ended', async () => {
  const stack = new URL('../../stack/temporal-on-postgres.ts', import.meta.url);
  const program = `
    import { startTemporalOnPostgres } from '${stack.href}';
    const { pids } = await startTemporalOnPostgres({ folder: '${folder}', progress: () => {} });
    console.log(JSON.stringify(pids));
  `;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = (await once(parent.stdout, 'data')) as [Buffer];
  const pids = withChildren(JSON.parse(printed.toString()) as number[]);

  parent.kill('SIGKILL');

  await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), { timeout: 20_000, interval: 200 });
});

it.each([
  { title: 'by default says nothing of', dynamicConfig: undefined, principal: undefined },
  {
    title: 'told to propagate principals stamps',
    dynamicConfig: { 'frontend.enablePrincipalPropagation': true },
    principal: 'ann',
  },
])('$title who sent a signal', async ({ dynamicConfig, principal }) => {
  const keys = await aKeySet();
  const adminToken = keys.sign({ sub: 'root', permissions: adminPermissions });
  const token = keys.sign({ sub: 'ann', permissions: ['default:write'] });
  const authorization = { keySets: [keys.url], adminToken };
  const server = await startTemporalOnPostgres({
    folder,
    progress,
    authorization,
    ...(dynamicConfig ? { dynamicConfig } : {}),
  });

  const refused = await withClient(server.address, ({ workflow }) => workflow.start('light', order)).catch(
    (error: { cause?: { code?: number } }) => error.cause?.code,
  );
  const history = await withClient(
    server.address,
    async ({ workflow }) => {
      const handle = await workflow.start('light', order);
      await handle.signal('switch');
      return handle.fetchHistory();
    },
    token,
  );
  await server.stop();

  const permissionDenied = 7;
  const signalled = history.events?.find((event) => event.workflowExecutionSignaledEventAttributes);
  expect(refused).toBe(permissionDenied);
  expect(signalled).toBeDefined();
  expect(signalled?.principal?.name).toBe(principal);
});
