import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { external } from '../external.ts';
import { distributionRelease, missingPackages, packageBehind, unpackPackages } from '../obtaining/debian.ts';
import { findInstallation } from '../obtaining/find.ts';
import type { Recipe, Way } from '../obtaining/obtain.ts';
import { obtainInto } from '../obtaining/obtain.ts';
import type { Provider, RunningComponent, StartOptions } from '../provider.ts';
import { startChild } from '../running/child-process.ts';
import { startOnPorts } from '../running/ports.ts';
import { runToEnd } from '../running/run-to-end.ts';
import { withoutRoot } from '../running/without-root.ts';

/** How a PostgreSQL is started. */
interface PostgresqlOptions extends StartOptions {
  /** The databases, kept across restarts, and the password of their superuser. */
  readonly dataDir: string;
}

/** A PostgreSQL in use. */
interface RunningPostgresql extends RunningComponent {
  /** Its superuser's way in: `postgresql://user:password@host:port`. */
  readonly url: string;
}

const superuser = 'postgres';

/** Temporal's four services keep thirty connections each; PostgreSQL's own default is a hundred. */
const maxConnections = 200;

// Both programs look for their files by the place where they lie, and neither has a name that every version shares.
const wrapperOf = (program: string): string => `#!/bin/sh
folder=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
for libraries in "$folder"/usr/lib/*-linux-gnu* "$folder"/lib/*-linux-gnu*; do
  [ ! -d "$libraries" ] || LD_LIBRARY_PATH="$libraries\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
done
export LD_LIBRARY_PATH
exec "$folder"/usr/lib/postgresql/*/bin/${program} "$@"
`;

const fromDebian: Way = {
  name: "unpack the distribution's package postgresql",
  into: async (folder, { env }) => {
    const server = await packageBehind('postgresql', env);
    const libraries = (await missingPackages(server, env)).filter((missing) => missing.startsWith('lib'));
    await unpackPackages([server, ...libraries], folder, env);
    for (const program of ['postgres', 'initdb']) {
      await writeFile(join(folder, program), wrapperOf(program));
      await chmod(join(folder, program), 0o755);
    }
  },
};

/** PostgreSQL, on loopback only, with a password: its superuser could run programs as whoever started it. */
export const postgresql: Provider<PostgresqlOptions, RunningPostgresql> = {
  name: 'postgresql',
  find: async (env) =>
    findInstallation(env, {
      addressVariable: 'NIGHTSHIFT_POSTGRESQL_URL',
      commands: ['postgres'],
      cached: (await recipe()).entry,
    }),
  obtain: async (context) => obtainInto(await recipe(), context),
  start: async (installation, options) => {
    if (installation.kind === 'executable') return startServer(installation.path, options);
    return { ...external('postgresql'), url: installation.address };
  },
  stop: (running) => running.stop(),
};

async function recipe(): Promise<Recipe> {
  return {
    entry: { component: 'postgresql', version: await distributionRelease(), recipe: 1, executable: 'postgres' },
    ways: [fromDebian],
    advice:
      'Install PostgreSQL (Debian: `apt-get install postgresql`, and put its bin folder on the PATH), ' +
      'or set NIGHTSHIFT_POSTGRESQL_URL to a running one: postgresql://user:password@host:port.',
  };
}

function startServer(command: string, options: PostgresqlOptions): Promise<RunningPostgresql> {
  return startOnPorts({ port: options.port }, async ({ port }) => {
    const password = await passwordIn(options.dataDir);
    const cluster = await clusterIn(options.dataDir, command);
    let isReady = false;
    const child = await startChild({
      ...options,
      ...(await withoutRoot({ command, args: argumentsFor(options, cluster, port) })),
      name: 'postgresql',
      ready: async () => isReady,
      onOutput: (line) => {
        // It listens long before, and refuses whoever comes.
        isReady ||= line.endsWith('database system is ready to accept connections');
        options.onOutput?.(line);
      },
    });
    const stop = (): Promise<void> => {
      // The signal that does not wait until every client has gone.
      child.kill('SIGINT');
      return child.stop();
    };
    return { ...child, stop, url: `postgresql://${superuser}:${password}@127.0.0.1:${port}` };
  });
}

function argumentsFor(options: PostgresqlOptions, cluster: string, port: number): readonly string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: maxConnections,
    // Nothing that is asked of it here is worth a compiler, which the unpacked package may lack.
    jit: 'off',
  };
  return [
    '-D',
    cluster,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ...(options.extraArguments ?? []),
  ];
}

/** The folder of the databases; made where there is none, and never seen half made. */
async function clusterIn(dataDir: string, postgres: string): Promise<string> {
  const cluster = join(dataDir, 'cluster');
  if (existsSync(cluster)) return cluster;

  const made = `${cluster}.new`;
  await rm(made, { recursive: true, force: true });
  const initdb = join(dirname(await realpath(postgres)), 'initdb');
  const args = [
    '-D',
    made,
    `--username=${superuser}`,
    `--pwfile=${passwordFile(dataDir)}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--no-locale',
  ];
  await runToEnd({ ...(await withoutRoot({ command: initdb, args })), name: 'initdb', failsAs: 'failed-to-start' });
  await rename(made, cluster);
  return cluster;
}

async function passwordIn(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  const file = passwordFile(dataDir);
  if (!existsSync(file)) await writeFile(file, randomBytes(18).toString('base64url'), { mode: 0o600 });
  return readFile(file, 'utf8');
}

function passwordFile(dataDir: string): string {
  return join(dataDir, 'password');
}
