import type { Client } from '@temporalio/client';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOwnProcesses } from '../../own-processes.ts';
import { metricsOf } from '../../scene.ts';
import type { Cluster } from '../use-control-plane.ts';

interface ClusterSceneOptions {
  /** What nightshift.yaml says of the cluster beside how it is reached. */
  readonly cluster?: object;
  readonly policy?: object;
}

/** Nightshift as processes of their own, which look after the cluster of a test, called `test`. */
interface ClusterScene {
  readonly client: Client;
  /** Sends an alert with these labels, as Alertmanager would, of a rule that does not wait before it fires. */
  readonly alert: (labels: Readonly<Record<string, string>>) => Promise<void>;
  /** Requests that the worker has sent to the API server so far, by their verbs. */
  readonly requests: () => Promise<Readonly<Record<string, number>>>;
  readonly audit: () => Promise<string>;
  readonly close: () => Promise<void>;
}

const usualPolicy = {
  modes: [{ mode: 'auto' }],
  verification: { within: '8s', hold: '1s', checks: 2 },
  incident: { holdDown: '30s', clearWithin: '1m' },
};

/** Starts everything beside a control plane that runs. */
export async function openClusterScene(
  { plane }: Pick<Cluster, 'plane'>,
  told: ClusterSceneOptions,
): Promise<ClusterScene> {
  await using cleanup = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-cluster-scene-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const described = { name: 'test', kubeconfig: plane.kubeconfigFile, ...told.cluster };
  const { client, alert, workerUrl } = await startOwnProcesses(folder, cleanup, {
    kubernetes: { clusters: [described] },
    policy: { ...usualPolicy, ...told.policy },
  });
  const kept = cleanup.move();
  return {
    client,
    alert: (labels) =>
      alert({ labels: { severity: 'warning', cluster: 'test', ...labels }, annotations: { nightshift_for: '0s' } }),
    requests: async () => requestsIn(await metricsOf(workerUrl)),
    audit: () => readFile(join(folder, 'audit.jsonl'), 'utf8'),
    close: () => kept.disposeAsync(),
  };
}

const series = /^nightshift_kubernetes_requests_total\{.*verb="(\w+)"/;

function requestsIn(metrics: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [name, count] of metrics) {
    const [, verb] = series.exec(name) ?? [];
    if (verb !== undefined) counts[verb] = (counts[verb] ?? 0) + count;
  }
  return counts;
}
