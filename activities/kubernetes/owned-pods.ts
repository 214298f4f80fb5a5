import type { V1LabelSelector, V1ObjectMeta, V1Pod } from '@kubernetes/client-node';
import type { Cluster } from '../../clients/kubernetes/cluster.ts';
import type { Kinds } from '../../clients/kubernetes/kinds.ts';

/** Kinds whose objects keep pods. */
const workloadKinds = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job'] as const;
export type WorkloadKind = (typeof workloadKinds)[number];
export type Workload = Kinds[WorkloadKind];

export function isWorkloadKind(kind: string): kind is WorkloadKind {
  return workloadKinds.some((known) => known === kind);
}

/** More pods than these are not read. */
const mostPods = 500;

/** The pods of a workload: those that its selector finds and that it owns, a Deployment through its ReplicaSets. */
export async function podsOf(api: Cluster, kind: WorkloadKind, workload: Workload): Promise<readonly V1Pod[]> {
  const namespace = workload.metadata?.namespace ?? null;
  const labels = selectorText(workload.spec?.selector);
  if (labels === '' || namespace === null) return [];
  const [pods, sets] = await Promise.all([
    api.list('Pod', { namespace, labels, most: mostPods }),
    kind === 'Deployment' ? api.list('ReplicaSet', { namespace, labels }) : null,
  ]);
  const uid = workload.metadata?.uid;
  const owners = sets ? sets.items.filter(({ metadata }) => isOwnedBy(metadata, uid)) : [workload];
  const uids = new Set(owners.map(({ metadata }) => metadata?.uid));
  return pods.items.filter(({ metadata }) => uids.has(controllerOf(metadata)?.uid));
}

/** What keeps an object, and makes another one when it goes; undefined for bare ones. */
export function controllerOf(metadata: V1ObjectMeta | undefined) {
  return metadata?.ownerReferences?.find(({ controller }) => controller === true);
}

/** Whether one object is kept by the object with a uid. */
export function isOwnedBy(metadata: V1ObjectMeta | undefined, uid: string | undefined): boolean {
  return uid !== undefined && controllerOf(metadata)?.uid === uid;
}

/** A selector of the API server's own objects as the text that it is asked by; empty where it selects nothing by name. */
export function selectorText(selector: V1LabelSelector | undefined): string {
  const equal = Object.entries(selector?.matchLabels ?? {}).map(([name, value]) => `${name}=${value}`);
  const expressions = (selector?.matchExpressions ?? []).map(({ key, operator, values = [] }) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values.join(',')})`;
  });
  return [...equal, ...expressions].join(',');
}
