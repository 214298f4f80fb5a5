import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StackError } from '../errors.ts';
import { external } from '../external.ts';
import { findInstallation, isExecutable } from '../obtaining/find.ts';
import { goInstall } from '../obtaining/go.ts';
import type { Recipe, Way } from '../obtaining/obtain.ts';
import { obtainInto } from '../obtaining/obtain.ts';
import type { Provider, RunningComponent, StartOptions } from '../provider.ts';
import { startChild } from '../running/child-process.ts';
import { startOnPorts } from '../running/ports.ts';
import { runToEnd } from '../running/run-to-end.ts';
import { namespaceIsServed } from '../running/temporal-ready.ts';
import type { ServerSettings, TokenAuthorization } from '../running/temporal-server-config.ts';
import {
  accessTo,
  temporalDatabases,
  temporalDynamicConfig,
  temporalServerConfig,
  temporalServerPorts,
  temporalServices,
} from '../running/temporal-server-config.ts';

/** How a Temporal server on PostgreSQL is started. */
export interface TemporalPostgresOptions extends Omit<StartOptions, 'port'> {
  /** The port of the gRPC frontend; a free one unless given. */
  readonly port?: number;
  /** A superuser's way into PostgreSQL, as `postgresql` gives it. The databases are made and brought up to date. */
  readonly databaseUrl: string;
  /** Where the configuration is written. */
  readonly dataDir: string;
  /** Made where it is missing; `default` unless given. */
  readonly namespace?: string;
  /** Settings such as `frontend.enablePrincipalPropagation`, by name; the server's own defaults unless given. */
  readonly dynamicConfig?: Readonly<Record<string, unknown>>;
  /** Everybody may do everything unless given. */
  readonly authorization?: TokenAuthorization;
  /** `warn` unless given. */
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error';
}

/** A Temporal server on PostgreSQL in use. It has no Web UI. */
interface RunningTemporalPostgres extends RunningComponent {
  /** Host and port of the gRPC frontend. */
  readonly address: string;
}

const version = '1.31.2';
const [server, sqlTool] = ['temporal-server', 'temporal-sql-tool'];

const withGo: Way = {
  name: 'build it with Go, which takes some minutes the first time',
  into: async (folder, { env }) => {
    for (const [path, name, executable] of [
      ['cmd/server', 'server', server],
      ['cmd/tools/sql', 'sql', sqlTool],
    ] as const) {
      await goInstall(`go.temporal.io/server/${path}@v${version}`, folder, env);
      await rename(join(folder, name), join(folder, executable));
    }
  },
};

const recipe: Recipe = {
  entry: { component: 'temporal-postgres', version, recipe: 1, executable: server },
  ways: [withGo],
  advice:
    `Install ${server} and ${sqlTool} (https://github.com/temporalio/temporal/releases) or Go, ` +
    'or set NIGHTSHIFT_TEMPORAL_POSTGRES_ADDRESS to a running server.',
};

/** The Temporal server for production, with its history and its visibility in PostgreSQL. */
export const temporalPostgres: Provider<TemporalPostgresOptions, RunningTemporalPostgres> = {
  name: 'temporal-postgres',
  find: (env) =>
    findInstallation(env, {
      addressVariable: 'NIGHTSHIFT_TEMPORAL_POSTGRES_ADDRESS',
      commands: [server],
      cached: recipe.entry,
    }),
  obtain: (context) => obtainInto(recipe, context),
  start: async (installation, options) => {
    if (installation.kind === 'executable') return startServer(installation.path, options);
    return { ...external('temporal-postgres'), address: installation.address };
  },
  stop: (running) => running.stop(),
};

async function startServer(command: string, options: TemporalPostgresOptions): Promise<RunningTemporalPostgres> {
  await prepareDatabases(join(dirname(command), sqlTool), options.databaseUrl);
  const { port, namespace = 'default', authorization, logLevel = 'warn' } = options;
  const free = Object.fromEntries(temporalServerPorts.map((name) => [name, undefined]));
  const wanted = { ...free, frontend: port } as Record<keyof ServerSettings['ports'], number | undefined>;
  return startOnPorts(wanted, async (ports) => {
    const dynamicConfigFile = join(options.dataDir, 'dynamic-config.yaml');
    const settings = { ports, databaseUrl: options.databaseUrl, logLevel, dynamicConfigFile, authorization };
    const child = await startChild({
      ...options,
      name: 'temporal-postgres',
      command,
      args: [
        `--config-file=${await writeConfig(options, settings)}`,
        ...(authorization ? [] : ['--allow-no-auth']),
        'start',
        ...temporalServices(settings).map((name) => `--service=${name}`),
        ...(options.extraArguments ?? []),
      ],
      // In good order it takes up to half a minute, and what it has stored is the same after a kill.
      graceMs: 3_000,
      ready: () => namespaceIsServed(ports.frontend, namespace, authorization?.adminToken),
    });
    return { ...child, address: `127.0.0.1:${ports.frontend}` };
  });
}

async function writeConfig(options: TemporalPostgresOptions, settings: ServerSettings): Promise<string> {
  const file = join(options.dataDir, 'temporal-server.yaml');
  await mkdir(options.dataDir, { recursive: true });
  await writeFile(settings.dynamicConfigFile, temporalDynamicConfig(options.dynamicConfig ?? {}));
  await writeFile(file, temporalServerConfig(settings), { mode: 0o600 });
  return file;
}

/** Makes the databases and brings their schema up to date; every step does nothing where it has been done. */
async function prepareDatabases(command: string, databaseUrl: string): Promise<void> {
  if (!(await isExecutable(command))) {
    throw new StackError('component-missing', `${sqlTool} does not lie beside ${server}; install both.`);
  }
  const { host, port, user, password } = accessTo(databaseUrl);
  const access = { SQL_PLUGIN: 'postgres12', SQL_HOST: host, SQL_PORT: port, SQL_USER: user, SQL_PASSWORD: password };
  const env = { ...process.env, ...access };
  for (const [schema, database] of Object.entries(temporalDatabases)) {
    for (const args of [
      ['create-database'],
      ['setup-schema', '--version', '0.0'],
      ['update-schema', '--schema-name', `postgresql/v12/${schema}`],
    ]) {
      const whole = ['--database', database, ...args];
      await runToEnd({ name: sqlTool, failsAs: 'failed-to-start', command, args: whole, env });
    }
  }
}
