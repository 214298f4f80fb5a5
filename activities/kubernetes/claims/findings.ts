import type { V1PersistentVolumeClaim } from '@kubernetes/client-node';
import type { PrometheusClient } from '../../../clients/prometheus.ts';
import type { ClaimFindings } from '../../../model/kubernetes/capacity/claim.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { FoundObject } from '../../described/clusters.ts';
import { allowsExpansion, capacityOf, claimSize, isResizing } from './sizes.ts';
import { newestBy } from '../capacity/measuring.ts';

/** Finds out about a claim: what the API server knows, and what Prometheus measures of its volume. */
export async function findingsOf(
  { api, cluster, namespace, definition }: FoundObject,
  claim: V1PersistentVolumeClaim,
  prometheus: PrometheusClient | null,
): Promise<ClaimFindings> {
  const labels = { namespace: namespace ?? '', persistentvolumeclaim: claim.metadata?.name ?? '' };
  const measure = (name: string) =>
    newestBy(prometheus, cluster, { metric: `kubelet_volume_stats_${name}`, labels, by: 'persistentvolumeclaim' });
  const [isExpandable, used, bytes, inodesUsed, inodes] = await Promise.all([
    allowsExpansion(api, claim),
    measure('used_bytes'),
    measure('capacity_bytes'),
    measure('inodes_used'),
    measure('inodes'),
  ]);
  const percent = (part: typeof used, whole: typeof used): number | null => {
    const [some, all] = [part, whole].map((values) => values?.get(labels.persistentvolumeclaim));
    return some === undefined || !all ? null : Math.round((some / all) * 100);
  };
  return {
    phase: claim.status?.phase ?? 'Pending',
    size: claimSize(claim),
    capacity: capacityOf(claim),
    storageClass: claim.spec?.storageClassName || null,
    isExpandable,
    isResizing: isResizing(claim),
    trouble: troubleOf(claim),
    usedPercent: percent(used, bytes),
    inodesPercent: percent(inodesUsed, inodes),
    caps: definition.caps,
  };
}

/** What stands in the way of a resize. */
function troubleOf({ status }: V1PersistentVolumeClaim): string | null {
  const failing = status?.conditions?.find(({ type, status: is }) => type.endsWith('ResizeError') && is === 'True');
  if (failing) return maskedLine(`${failing.type}: ${failing.message ?? ''}`, 200);
  const infeasible = Object.values(status?.allocatedResourceStatuses ?? {}).find((one) => one.endsWith('Infeasible'));
  return infeasible === undefined ? null : maskedLine(infeasible, 60);
}
