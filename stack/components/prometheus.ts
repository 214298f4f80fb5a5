import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ConfigSource } from '../config-source.ts';
import { configFile } from '../config-source.ts';
import { StackError } from '../errors.ts';
import { external } from '../external.ts';
import { debianPackage, distributionRelease } from '../obtaining/debian.ts';
import { findInstallation, findOnPath, isExecutable } from '../obtaining/find.ts';
import type { Recipe } from '../obtaining/obtain.ts';
import { obtainInto } from '../obtaining/obtain.ts';
import type { Progress } from '../progress.ts';
import { silent } from '../progress.ts';
import type { Environment, Provider, RunningComponent, StartOptions } from '../provider.ts';
import { startChild } from '../running/child-process.ts';
import { startOnPorts } from '../running/ports.ts';
import { answersHttp } from '../running/ready.ts';

/** How a Prometheus is started. */
interface PrometheusOptions extends StartOptions {
  readonly config: ConfigSource;
  /** The series and a configuration given as text. */
  readonly dataDir: string;
}

/** A Prometheus in use. */
export interface RunningPrometheus extends RunningComponent {
  readonly url: string;
}

/** Prometheus itself. */
export const prometheus: Provider<PrometheusOptions, RunningPrometheus> = {
  name: 'prometheus',
  find: async (env) =>
    findInstallation(env, {
      addressVariable: 'NIGHTSHIFT_PROMETHEUS_URL',
      commands: ['prometheus'],
      cached: (await recipe()).entry,
    }),
  obtain: async (context) => obtainInto(await recipe(), context),
  start: async (installation, options) => {
    if (installation.kind === 'executable') return startServer(installation.path, options);
    return { ...external('prometheus'), url: installation.address };
  },
  stop: (running) => running.stop(),
};

/** The path of promtool, which comes with Prometheus; a given address of a running Prometheus does not help here. */
export async function acquirePromtool(progress: Progress = silent, env: Environment = process.env): Promise<string> {
  const onPath = await findOnPath(env, 'promtool');
  if (onPath) return onPath;

  const { entry } = await recipe();
  const server =
    (await findInstallation(env, { commands: [], cached: entry })) ?? (await prometheus.obtain({ env, progress }));
  const beside = server.kind === 'executable' ? join(dirname(server.path), 'promtool') : '';
  if (await isExecutable(beside)) return beside;
  throw new StackError('component-missing', 'promtool does not lie beside prometheus; install the whole package.');
}

async function recipe(): Promise<Recipe> {
  return {
    entry: {
      component: 'prometheus',
      version: await distributionRelease(),
      recipe: 1,
      executable: 'usr/bin/prometheus',
    },
    ways: [debianPackage('prometheus')],
    advice:
      'Install Prometheus (Debian: `apt-get install prometheus`, elsewhere https://prometheus.io/download), ' +
      'or set NIGHTSHIFT_PROMETHEUS_URL to a running one.',
  };
}

function startServer(command: string, options: PrometheusOptions): Promise<RunningPrometheus> {
  return startOnPorts({ port: options.port }, async ({ port }) => {
    const url = `http://127.0.0.1:${port}`;
    const child = await startChild({
      ...options,
      name: 'prometheus',
      command,
      args: [
        `--config.file=${await configFile(options.config, options.dataDir, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(options.dataDir, 'series')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        ...pagesBeside(command),
        ...(options.extraArguments ?? []),
      ],
      ready: () => answersHttp(`${url}/-/ready`),
    });
    return { ...child, url };
  });
}

// A build that keeps its pages in files would look for them where the package would have been installed.
function pagesBeside(command: string): readonly string[] {
  const pages = join(dirname(dirname(command)), 'share', 'prometheus', 'web');
  return existsSync(pages) ? [`--web.local-assets=${pages}`] : [];
}
