import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { executableOf } from '../executable.ts';
import { findInstallation } from '../obtaining/find.ts';
import { goInstall } from '../obtaining/go.ts';
import type { Recipe, Way } from '../obtaining/obtain.ts';
import { obtainInto } from '../obtaining/obtain.ts';
import type { Provider, RunningComponent, StartOptions } from '../provider.ts';
import { startChild } from '../running/child-process.ts';
import { startOnPorts } from '../running/ports.ts';
import { answersHttp } from '../running/ready.ts';
import { logKinds } from './logs.ts';
import { nodeStages } from './stages/node-stages.ts';
import { podStages } from './stages/pod-stages.ts';

/** How kwok is started. */
interface KwokOptions extends StartOptions {
  /** Where its configuration is written. */
  readonly dataDir: string;
  /** An administrator's way to the API server. */
  readonly kubeconfigFile: string;
}

const version = '0.7.0';

const withGo: Way = {
  name: 'build it with Go, which takes some minutes the first time',
  into: (folder, { env }) => goInstall(`sigs.k8s.io/kwok/cmd/kwok@v${version}`, folder, env),
};

const recipe: Recipe = {
  entry: { component: 'kwok', version, recipe: 1, executable: 'kwok' },
  ways: [withGo],
  advice: 'Install Go, or kwok (https://kwok.sigs.k8s.io), or set NIGHTSHIFT_KWOK to its path.',
};

/** Stands in for the kubelets of all nodes: plays their pods, serves their logs, and runs nothing. */
export const kwok: Provider<KwokOptions, RunningComponent> = {
  name: 'kwok',
  find: (env) =>
    findInstallation(env, { executableVariable: 'NIGHTSHIFT_KWOK', commands: ['kwok'], cached: recipe.entry }),
  obtain: (context) => obtainInto(recipe, context),
  start: async (installation, options) => startKwok(executableOf('kwok', installation), options),
  stop: (running) => running.stop(),
};

async function startKwok(command: string, options: KwokOptions): Promise<RunningComponent> {
  await mkdir(options.dataDir, { recursive: true });
  const stagesFile = join(options.dataDir, 'stages.yaml');
  await writeFile(stagesFile, [...nodeStages, ...podStages].map((stage) => stringify(stage)).join('---\n'));
  return startOnPorts({ port: options.port }, ({ port }) =>
    startChild({
      ...options,
      name: 'kwok',
      command,
      args: [
        `--kubeconfig=${options.kubeconfigFile}`,
        `--config=${stagesFile}`,
        '--manage-all-nodes=true',
        `--enable-crds=${logKinds.map(({ kind }) => kind).join(',')}`,
        '--node-ip=127.0.0.1',
        `--node-port=${port}`,
        `--server-address=127.0.0.1:${port}`,
        '--cidr=10.244.0.1/16',
        // Without leases the node controller would take every node for lost after a while.
        '--node-lease-duration-seconds=40',
        ...(options.extraArguments ?? []),
      ],
      ready: () => answersHttp(`http://127.0.0.1:${port}/healthz`),
    }),
  );
}
