import type { Client } from '@temporalio/client';
import { onTestFinished } from 'vitest';
import { createIncidentClient } from '../../../../clients/temporal/incidents.ts';
import { createKubernetesMetrics } from '../../../../metrics/kubernetes.ts';
import { createKubernetesWatchMetrics } from '../../../../metrics/kubernetes-watch.ts';
import { createRegistry } from '../../../../metrics/registry.ts';
import { createWebhookMetrics } from '../../../../metrics/webhook.ts';
import type { Alert } from '../../../../model/alert/alert.ts';
import type { Delivery } from '../../../../model/incident/delivery.ts';
import type { ClusterWatchDefinition } from '../../../../model/kubernetes/watching/cluster-watch.ts';
import { watchedAlertNames } from '../../../../model/kubernetes/watching/watched-alerts.ts';
import { incidentWorkflowId } from '../../../../model/names.ts';
import { createDoor } from '../../../../triggers/door.ts';
import type { LeaseTiming } from '../../../../triggers/kubernetes/held-lease.ts';
import { Ledger } from '../../../../triggers/kubernetes/ledger.ts';
import type { RunningWatch } from '../../../../triggers/kubernetes/watch-clusters.ts';
import { watchClusters } from '../../../../triggers/kubernetes/watch-clusters.ts';
import type { MemoryLog } from '../../memory-log.ts';
import { aMemoryLog } from '../../memory-log.ts';
import { samplesOf } from '../../metrics/metrics.ts';
import { aCluster } from '../builders.ts';

/** How long states have to last, and to be gone, in these tests. */
export const forMs = 3_000;

/** A lease that changes hands soon. */
export const soon = { durationMs: 3_000, renewWithinMs: 2_000, retryMs: 300 };

/** One watch over the cluster `shop`, as a trigger runs it. */
export interface PlayedWatch extends RunningWatch {
  readonly log: MemoryLog;
  /** The samples of one metric. */
  metric(name: string): Promise<Readonly<Record<string, number>>>;
}

const patience = {
  forMs: Object.fromEntries(watchedAlertNames.map((name) => [name, forMs])) as ClusterWatchDefinition['forMs'],
  clearAfterMs: 3_000,
};

/** A ledger that knows nothing yet. */
export function aLedger(): Ledger {
  return new Ledger(patience);
}

/** Begins to watch the cluster of a kubeconfig until the end of the test. */
export function aWatch(
  client: Client,
  kubeconfigFile: string,
  namespace: string,
  { timing = soon, timeoutMs = 2_000 }: { readonly timing?: LeaseTiming; readonly timeoutMs?: number } = {},
): PlayedWatch {
  const [registry, log] = [createRegistry(), aMemoryLog()];
  const door = createDoor({
    incidents: createIncidentClient(client, 2_000),
    metrics: createWebhookMetrics(registry),
    routes: [],
    described: [],
  });
  const watch = watchClusters({
    clusters: [aCluster({ access: { kind: 'kubeconfig', file: kubeconfigFile, context: null }, timeoutMs })],
    watch: {
      namespace,
      ...patience,
      reconcileMs: 60_000,
    },
    door,
    metrics: createKubernetesWatchMetrics(registry, ['shop']),
    requests: createKubernetesMetrics(registry, ['shop']),
    log: log.log,
    timing,
  });
  onTestFinished(() => watch.stop());
  return { ...watch, log, metric: (name) => samplesOf(registry, name) };
}

/** Everything that an incident has been told, in the order in which Temporal stored it; nothing where there is none. */
export async function toldTo(client: Client, key: string): Promise<readonly Alert[]> {
  const history = await client.workflow
    .getHandle(incidentWorkflowId(key))
    .fetchHistory()
    .catch(() => null);
  return (history?.events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => {
    const [payload] = signal?.input?.payloads ?? [];
    if (!payload?.data) return [];
    const deliveries = JSON.parse(Buffer.from(payload.data).toString()) as readonly Delivery[];
    return deliveries.map(({ alert }) => alert);
  });
}
