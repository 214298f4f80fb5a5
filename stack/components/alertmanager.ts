import { chmod, cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { ConfigSource } from '../config-source.ts';
import { configFile } from '../config-source.ts';
import { external } from '../external.ts';
import { findInstallation } from '../obtaining/find.ts';
import { goBuild, goModuleFolder } from '../obtaining/go.ts';
import type { Recipe, Way } from '../obtaining/obtain.ts';
import { obtainInto } from '../obtaining/obtain.ts';
import type { Provider, RunningComponent, StartOptions } from '../provider.ts';
import { startChild } from '../running/child-process.ts';
import { startOnPorts } from '../running/ports.ts';
import { answersHttp } from '../running/ready.ts';

/** How an Alertmanager is started. */
interface AlertmanagerOptions extends StartOptions {
  readonly config: ConfigSource;
  /** Silences, the notification log and a configuration given as text. */
  readonly dataDir: string;
  /** Joins the Alertmanagers at these cluster addresses, none for the first one; alone unless given. */
  readonly cluster?: { readonly port?: number; readonly peers: readonly string[] };
}

/** An Alertmanager in use. */
export interface RunningAlertmanager extends RunningComponent {
  readonly url: string;
  /** Where other members of its cluster find it. */
  readonly clusterAddress: string | undefined;
}

const version = '0.34.2';

const placeholder =
  '<!doctype html><title>Alertmanager</title><p>This build has no web interface; its API works.</p>\n';

const withGo: Way = {
  name: 'build it with Go',
  into: async (folder, { env }) => {
    // The published module lacks the generated web interface that its code embeds, so a copy gets one page in its place,
    // in the two encodings that the code looks for.
    const source = join(folder, 'source');
    await cp(await goModuleFolder(`github.com/prometheus/alertmanager@v${version}`, env), source, { recursive: true });
    await makeWritable(source);
    const pages = join(source, 'ui', 'app', 'dist');
    await mkdir(pages, { recursive: true });
    await writeFile(join(pages, 'index.html.gz'), gzipSync(placeholder));
    await writeFile(join(pages, 'index.html.br'), brotliCompressSync(placeholder));
    const variables = { 'github.com/prometheus/common/version.Version': version };
    await goBuild(source, './cmd/alertmanager', join(folder, 'alertmanager'), variables, env);
    await rm(source, { recursive: true, force: true });
  },
};

const recipe: Recipe = {
  entry: { component: 'alertmanager', version, recipe: 1, executable: 'alertmanager' },
  ways: [withGo],
  advice:
    'Install Alertmanager (https://prometheus.io/download) or Go, ' +
    'or set NIGHTSHIFT_ALERTMANAGER_URL to a running one.',
};

/** Prometheus Alertmanager, alone or as a member of a cluster. */
export const alertmanager: Provider<AlertmanagerOptions, RunningAlertmanager> = {
  name: 'alertmanager',
  find: (env) =>
    findInstallation(env, {
      addressVariable: 'NIGHTSHIFT_ALERTMANAGER_URL',
      commands: ['alertmanager', 'prometheus-alertmanager'],
      cached: recipe.entry,
    }),
  obtain: (context) => obtainInto(recipe, context),
  start: async (installation, options) => {
    if (installation.kind === 'executable') return startServer(installation.path, options);
    return { ...external('alertmanager'), url: installation.address, clusterAddress: undefined };
  },
  stop: (running) => running.stop(),
};

async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await makeWritable(join(folder, entry.name));
  }
}

function startServer(command: string, options: AlertmanagerOptions): Promise<RunningAlertmanager> {
  return startOnPorts({ port: options.port, clusterPort: options.cluster?.port }, async ({ port, clusterPort }) => {
    const url = `http://127.0.0.1:${port}`;
    const clusterAddress = options.cluster ? `127.0.0.1:${clusterPort}` : undefined;
    const child = await startChild({
      ...options,
      name: 'alertmanager',
      command,
      args: [
        `--config.file=${await configFile(options.config, options.dataDir, 'alertmanager.yml')}`,
        `--storage.path=${options.dataDir}`,
        `--web.listen-address=127.0.0.1:${port}`,
        `--cluster.listen-address=${clusterAddress ?? ''}`,
        ...(options.cluster?.peers ?? []).map((peer) => `--cluster.peer=${peer}`),
        ...(options.extraArguments ?? []),
      ],
      ready: () => answersHttp(`${url}/-/ready`),
    });
    return { ...child, url, clusterAddress };
  });
}
