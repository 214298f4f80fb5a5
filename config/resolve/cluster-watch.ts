import type { z } from 'zod';
import type { ClusterWatchDefinition } from '../../model/kubernetes/watching/cluster-watch.ts';
import { watchedAlertNames, watchedAlerts } from '../../model/kubernetes/watching/watched-alerts.ts';
import type { ClusterWatch } from '../schema/kubernetes.ts';

/** How clusters are watched; null where nobody asked for it. */
export function clusterWatchOf(watch: z.output<typeof ClusterWatch> | undefined): ClusterWatchDefinition | null {
  if (!watch) return null;
  const { clusters, namespace, clearAfter, reconcile } = watch;
  const forMs = Object.fromEntries(
    watchedAlertNames.map((name) => [name, watch.for[name] ?? watchedAlerts[name].forMs]),
  ) as ClusterWatchDefinition['forMs'];
  return { clusters: clusters ?? null, namespace, forMs, clearAfterMs: clearAfter, reconcileMs: reconcile };
}
