import type { Cluster } from '../../../clients/kubernetes/cluster.ts';
import type { DrainedPod } from '../../../model/kubernetes/nodes/drain-plan.ts';
import type { Permission } from '../../../model/kubernetes/rights/permission.ts';
import { isOwnedBy, selectorText } from '../owned-pods.ts';
import { podState } from '../workloads/pod-states.ts';

const mostPods = 5_000;

/** What an account needs to see whether a pod's controller lacks others. */
export const siblingPermissions: readonly Permission[] = [
  { group: 'apps', resource: 'replicasets', verbs: ['get'] },
  { group: 'apps', resource: 'statefulsets', verbs: ['get'] },
];

/**
 * Why a ready pod has to wait before it goes: its controller lacks another one already, by a drain or a replacement that is
 * under way, and there may be no disruption budget to say so. Null where it may go: a pod that is not ready serves nobody.
 */
export async function shortageBeside(api: Cluster, pod: DrainedPod): Promise<string | null> {
  const { namespace, controller: kind, keeper: known, isReady, uid } = pod;
  if (!isReady || !known || (kind !== 'ReplicaSet' && kind !== 'StatefulSet')) return null;
  const keeper = await api.get(kind, { namespace, name: known.name });
  if (!keeper || keeper.metadata?.uid !== known.uid) return null;
  const { items, isWhole } = await api.list('Pod', {
    namespace,
    labels: selectorText(keeper.spec?.selector),
    most: mostPods,
  });
  if (!isWhole) return `${kind} ${known.name} has more pods than are looked at`;
  const others = items.filter(({ metadata }) => metadata?.uid !== uid && isOwnedBy(metadata, known.uid)).map(podState);
  const serving = others.filter((one) => one.isReady && !one.isLeaving).length;
  const wanted = (keeper.spec?.replicas ?? 1) - 1;
  return serving < wanted ? `${kind} ${known.name} has ${serving} of ${wanted} others ready` : null;
}
