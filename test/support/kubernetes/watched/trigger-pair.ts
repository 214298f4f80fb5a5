import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import { stringify } from 'yaml';
import { restartableNightshift } from '../../../../demo/restartable.ts';
import { watchedAlertNames } from '../../../../model/kubernetes/watching/watched-alerts.ts';
import { freePort } from '../../../../stack/running/free-port.ts';
import type { Restartable } from '../../../../stack/restartable.ts';

/** A `nightshift trigger` that may watch a cluster. */
interface WatchingTrigger {
  readonly process: Restartable;
  /** What it says of the cluster. */
  readonly state: () => Promise<string | undefined>;
}

interface PairOptions {
  /** What the cluster is called: pairs that call it differently have incidents of their own. */
  readonly cluster: string;
  readonly kubeconfigFile: string;
  /** Where the lease is. */
  readonly namespace: string;
  readonly temporalAddress: string;
  readonly folder: string;
}

/** The least that a configuration can ask for. */
const soon = { for: Object.fromEntries(watchedAlertNames.map((name) => [name, '10s'])), clearAfter: '10s' };
const patiently = { timeout: 45_000, interval: 100 };

/** Waits until a trigger says so of the cluster. */
export async function untilState({ state }: WatchingTrigger, wanted: string): Promise<void> {
  await vi.waitFor(async () => {
    const found = await state();
    if (found !== wanted) throw new Error(`the trigger is ${found}, not ${wanted}`);
  }, patiently);
}

/** Starts two triggers as processes of their own, and waits until one of them watches. */
export async function aTriggerPair(
  options: PairOptions,
  cleanup: AsyncDisposableStack,
): Promise<{ readonly leader: WatchingTrigger; readonly other: WatchingTrigger }> {
  const [one, two] = await Promise.all([aTrigger(options, 'one', cleanup), aTrigger(options, 'two', cleanup)]);
  const leader = await vi.waitFor(async () => {
    for (const trigger of [one, two]) if ((await trigger.state()) === 'watching') return trigger;
    throw new Error('nobody watches');
  }, patiently);
  return { leader, other: leader === one ? two : one };
}

async function aTrigger(
  { cluster, kubeconfigFile, namespace, temporalAddress, folder: parent }: PairOptions,
  name: string,
  cleanup: AsyncDisposableStack,
): Promise<WatchingTrigger> {
  const [folder, port] = [join(parent, `${cluster}-${name}`), await freePort()];
  await mkdir(folder);
  const configFile = join(folder, 'nightshift.yaml');
  const settings = {
    trigger: { listen: { port }, kubernetes: { namespace, ...soon } },
    kubernetes: { clusters: [{ name: cluster, kubeconfig: kubeconfigFile }] },
  };
  await writeFile(configFile, stringify(settings));
  const process = await restartableNightshift('trigger', { folder, configFile, temporalAddress, port });
  cleanup.defer(() => process.stop());
  const url = `http://127.0.0.1:${port}`;
  return {
    process,
    state: async () => {
      const { clusters } = (await (await fetch(`${url}/readyz`)).json()) as { clusters?: Record<string, string> };
      return clusters?.[cluster];
    },
  };
}

/** Starts a worker for incidents of one cluster under several names. */
export async function aWorkerFor(
  clusters: readonly string[],
  { kubeconfigFile, temporalAddress, folder }: Pick<PairOptions, 'kubeconfigFile' | 'temporalAddress' | 'folder'>,
  cleanup: AsyncDisposableStack,
): Promise<void> {
  const port = await freePort();
  const described = clusters.map((name) => ({ name, kubeconfig: join(folder, `${name}.kubeconfig`) }));
  for (const { kubeconfig } of described) await copyFile(kubeconfigFile, kubeconfig);
  const configFile = join(folder, 'nightshift.yaml');
  const settings = {
    worker: { listen: { port } },
    audit: { file: join(folder, 'audit.jsonl') },
    kubernetes: { clusters: described },
  };
  await writeFile(configFile, stringify(settings));
  const worker = await restartableNightshift('worker', { folder, configFile, temporalAddress, port });
  cleanup.defer(() => worker.stop());
}
