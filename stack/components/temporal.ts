import { external } from '../external.ts';
import { fetchArchive } from '../obtaining/archive.ts';
import { findInstallation } from '../obtaining/find.ts';
import { goInstall } from '../obtaining/go.ts';
import type { Recipe, Way } from '../obtaining/obtain.ts';
import { obtainInto } from '../obtaining/obtain.ts';
import type { Environment, Provider, RunningComponent, StartOptions } from '../provider.ts';
import { startChild } from '../running/child-process.ts';
import { startOnPorts } from '../running/ports.ts';
import { temporalAnswers } from '../running/temporal-ready.ts';

/** The types a custom search attribute may have. */
type SearchAttributeType = 'Text' | 'Keyword' | 'Int' | 'Double' | 'Bool' | 'Datetime' | 'KeywordList';

/** How the Temporal dev server is started. */
interface TemporalOptions extends StartOptions {
  /** False for a server without the Web UI. */
  readonly ui?: boolean;
  readonly uiPort?: number;
  /** Keeps everything across restarts in this SQLite file; in memory unless given. */
  readonly databaseFile?: string;
  readonly namespace?: string;
  readonly searchAttributes?: Readonly<Record<string, SearchAttributeType>>;
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error' | 'never';
}

/** A Temporal server in use. */
export interface RunningTemporal extends RunningComponent {
  /** Host and port of the gRPC frontend. */
  readonly address: string;
  /** Undefined when there is no UI, or when the server belongs to someone else. */
  readonly uiUrl: string | undefined;
}

const version = '1.5.1';

const goArchitectures: Readonly<Record<string, string>> = { x64: 'amd64' };

const ways: readonly Way[] = [
  {
    name: "download Temporal's release",
    into: (folder, { env }) => fetchArchive(temporalArchiveUrl(env), folder, env),
  },
  {
    name: 'build it with Go, which takes some minutes the first time',
    into: (folder, { env }) => goInstall(`github.com/temporalio/cli/cmd/temporal@v${version}`, folder, env),
  },
];

const recipe: Recipe = {
  entry: { component: 'temporal', version, recipe: 1, executable: 'temporal' },
  ways,
  advice: 'Install the Temporal CLI (https://docs.temporal.io/cli) or Go, or set TEMPORAL_ADDRESS to a running server.',
};

// Without these two pragmas the server writes to its file at a third of the rate.
const fastWrites = ['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal'];

// Has the server heed priorities, as it does by itself from 1.31 on.
const priorities = ['--dynamic-config-value', 'matching.useNewMatcher=true'];

// Settings meant for clients of other servers must not reach this one.
const isolation = ['--disable-config-env', '--disable-config-file'];

/** The Temporal CLI's development server, with its Web UI. */
export const temporal: Provider<TemporalOptions, RunningTemporal> = {
  name: 'temporal',
  find: (env) =>
    findInstallation(env, { addressVariable: 'TEMPORAL_ADDRESS', commands: ['temporal'], cached: recipe.entry }),
  obtain: (context) => obtainInto(recipe, context),
  start: async (installation, options) => {
    if (installation.kind === 'executable') return startServer(installation.path, options);
    return { ...external('temporal'), address: installation.address, uiUrl: undefined };
  },
  stop: (running) => running.stop(),
};

/** The address of Temporal's own archive for this machine; a mirror may stand in for its usual place. */
function temporalArchiveUrl(env: Environment): string {
  const base = env['NIGHTSHIFT_TEMPORAL_DOWNLOAD_URL'] || 'https://temporal.download';
  const arch = goArchitectures[process.arch] ?? process.arch;
  return `${base}/cli/archive/v${version}?platform=${process.platform}&arch=${arch}`;
}

function startServer(command: string, options: TemporalOptions): Promise<RunningTemporal> {
  return startOnPorts({ port: options.port, uiPort: options.uiPort }, async ({ port, uiPort }) => {
    const expected = { namespace: options.namespace, searchAttributes: Object.keys(options.searchAttributes ?? {}) };
    const child = await startChild({
      ...options,
      name: 'temporal',
      command,
      args: argumentsFor(options, port, uiPort),
      ready: () => temporalAnswers(port, expected),
    });
    const uiUrl = options.ui === false ? undefined : `http://127.0.0.1:${uiPort}`;
    return { ...child, address: `127.0.0.1:${port}`, uiUrl };
  });
}

function argumentsFor(options: TemporalOptions, port: number, uiPort: number): readonly string[] {
  return [
    'server',
    'start-dev',
    '--ip=127.0.0.1',
    `--port=${port}`,
    options.ui === false ? '--headless' : `--ui-port=${uiPort}`,
    `--log-level=${options.logLevel ?? 'warn'}`,
    ...isolation,
    ...priorities,
    ...(options.databaseFile ? [`--db-filename=${options.databaseFile}`, ...fastWrites] : []),
    ...(options.namespace ? [`--namespace=${options.namespace}`] : []),
    ...Object.entries(options.searchAttributes ?? {}).map(([name, type]) => `--search-attribute=${name}=${type}`),
    ...(options.extraArguments ?? []),
  ];
}
