import { external } from '../external.ts';
import { debianPackage, distributionRelease } from '../obtaining/debian.ts';
import { findInstallation } from '../obtaining/find.ts';
import type { Recipe } from '../obtaining/obtain.ts';
import { obtainInto } from '../obtaining/obtain.ts';
import type { Provider, RunningComponent, StartOptions } from '../provider.ts';
import { startChild } from '../running/child-process.ts';
import { startOnPorts } from '../running/ports.ts';
import { answersHttp } from '../running/ready.ts';

/** How a node exporter is started. */
interface NodeExporterOptions extends StartOptions {
  /** The only collectors to run; the usual ones unless given. */
  readonly collectors?: readonly string[];
  /** A folder with `.prom` files whose metrics are exported too. */
  readonly textfileDir?: string;
}

/** A node exporter in use. */
interface RunningNodeExporter extends RunningComponent {
  readonly url: string;
}

/** The Prometheus exporter for what a host says about itself. */
export const nodeExporter: Provider<NodeExporterOptions, RunningNodeExporter> = {
  name: 'node-exporter',
  find: async (env) =>
    findInstallation(env, {
      addressVariable: 'NIGHTSHIFT_NODE_EXPORTER_URL',
      commands: ['node_exporter', 'prometheus-node-exporter'],
      cached: (await recipe()).entry,
    }),
  obtain: async (context) => obtainInto(await recipe(), context),
  start: async (installation, options) => {
    if (installation.kind === 'executable') return startServer(installation.path, options);
    return { ...external('node-exporter'), url: installation.address };
  },
  stop: (running) => running.stop(),
};

async function recipe(): Promise<Recipe> {
  return {
    entry: {
      component: 'node-exporter',
      version: await distributionRelease(),
      recipe: 1,
      executable: 'usr/bin/prometheus-node-exporter',
    },
    ways: [debianPackage('prometheus-node-exporter')],
    advice:
      'Install the node exporter (Debian: `apt-get install prometheus-node-exporter`, elsewhere ' +
      'https://prometheus.io/download), or set NIGHTSHIFT_NODE_EXPORTER_URL to a running one.',
  };
}

function startServer(command: string, options: NodeExporterOptions): Promise<RunningNodeExporter> {
  return startOnPorts({ port: options.port }, async ({ port }) => {
    const url = `http://127.0.0.1:${port}`;
    const child = await startChild({
      ...options,
      name: 'node-exporter',
      command,
      args: [
        `--web.listen-address=127.0.0.1:${port}`,
        ...collectorArguments(options),
        ...(options.extraArguments ?? []),
      ],
      ready: () => answersHttp(url),
    });
    return { ...child, url };
  });
}

function collectorArguments({ collectors, textfileDir }: NodeExporterOptions): readonly string[] {
  return [
    ...(collectors ? ['--collector.disable-defaults', ...collectors.map((name) => `--collector.${name}`)] : []),
    ...(textfileDir ? ['--collector.textfile', `--collector.textfile.directory=${textfileDir}`] : []),
  ];
}
