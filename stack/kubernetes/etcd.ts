import { join } from 'node:path';
import { executableOf } from '../executable.ts';
import { findInstallation } from '../obtaining/find.ts';
import { goBuildInModule } from '../obtaining/go.ts';
import type { Recipe, Way } from '../obtaining/obtain.ts';
import { obtainInto } from '../obtaining/obtain.ts';
import type { Provider, RunningComponent, StartOptions } from '../provider.ts';
import { startChild } from '../running/child-process.ts';
import { startOnPorts } from '../running/ports.ts';
import { answersHttp } from '../running/ready.ts';

/** How an etcd is started. */
interface EtcdOptions extends StartOptions {
  /** Everything it keeps. */
  readonly dataDir: string;
}

/** An etcd in use. */
interface RunningEtcd extends RunningComponent {
  readonly url: string;
}

const version = '3.6.5';
const server = 'go.etcd.io/etcd/server/v3';

const goMod = `module etcd

go 1.24.0

tool ${server}

require ${server} v${version}
`;

const withGo: Way = {
  name: 'build it with Go',
  into: (folder, { env }) => goBuildInModule(goMod, { etcd: server }, folder, {}, env),
};

const recipe: Recipe = {
  entry: { component: 'etcd', version, recipe: 1, executable: 'etcd' },
  ways: [withGo],
  advice: 'Install Go, or set NIGHTSHIFT_ETCD to the path of an etcd 3.5 or newer (https://etcd.io).',
};

/** One etcd on loopback, which forgets what it had just written when the machine fails: nothing in it is worth a wait. */
export const etcd: Provider<EtcdOptions, RunningEtcd> = {
  name: 'etcd',
  // Distributions have versions on the PATH that Kubernetes no longer works with.
  find: (env) => findInstallation(env, { executableVariable: 'NIGHTSHIFT_ETCD', commands: [], cached: recipe.entry }),
  obtain: (context) => obtainInto(recipe, context),
  start: async (installation, options) => startServer(executableOf('etcd', installation), options),
  stop: (running) => running.stop(),
};

function startServer(command: string, options: EtcdOptions): Promise<RunningEtcd> {
  return startOnPorts({ port: options.port, peerPort: undefined }, async ({ port, peerPort }) => {
    const url = `http://127.0.0.1:${port}`;
    const peerUrl = `http://127.0.0.1:${peerPort}`;
    const child = await startChild({
      ...options,
      name: 'etcd',
      command,
      args: [
        `--data-dir=${join(options.dataDir, 'etcd')}`,
        `--listen-client-urls=${url}`,
        `--advertise-client-urls=${url}`,
        `--listen-peer-urls=${peerUrl}`,
        `--initial-advertise-peer-urls=${peerUrl}`,
        `--initial-cluster=default=${peerUrl}`,
        '--unsafe-no-fsync',
        '--log-level=warn',
        ...(options.extraArguments ?? []),
      ],
      ready: () => answersHttp(`${url}/health`),
    });
    return { ...child, url };
  });
}
