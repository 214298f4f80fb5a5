import type { V1Node, V1NodeCondition, V1ObjectMeta } from '@kubernetes/client-node';
import type { Cluster } from '../../../clients/kubernetes/cluster.ts';
import { KubernetesError } from '../../../clients/kubernetes/failure.ts';
import { fieldManager } from '../../../clients/kubernetes/open-cluster.ts';
import { timeOf } from '../../../model/kubernetes/api-time.ts';
import { cordonAnnotation } from '../../../model/kubernetes/by-hand.ts';
import type { Heartbeat, NodeFacts } from '../../../model/kubernetes/nodes/node.ts';
import type { NodeCount } from '../../../model/kubernetes/nodes/nodes-away.ts';
import { countNodes } from '../../../model/kubernetes/nodes/nodes-away.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { FoundObject } from '../../described/clusters.ts';

/** More nodes than these are not counted: then nobody can say how many are away. */
const mostNodes = 5_000;
const maxWord = 120;

/** The node of a target. Another kind of object is none. */
export async function nodeOf({ api, kind, name }: FoundObject): Promise<V1Node | null> {
  if (kind !== 'Node') throw new KubernetesError('refused', `${name} is a ${kind} and no node`);
  return api.get('Node', { namespace: null, name });
}

/** What rules want to know of a node. */
export function nodeFacts({ metadata = {}, spec = {}, status = {} }: V1Node): NodeFacts {
  return {
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    zone: metadata.labels?.['topology.kubernetes.io/zone'] ?? null,
    conditions: (status.conditions ?? []).map(conditionOf),
    taints: (spec.taints ?? []).map(({ key, effect }) => `${key}:${effect}`),
    isCordoned: spec.unschedulable === true,
    mark: isCordonOfOthers(metadata) ? null : (metadata.annotations?.[cordonAnnotation] ?? null),
  };
}

/**
 * Whether somebody else has written the cordon itself: a mark stays where people let pods onto the node and cordon it again.
 * The API server notes who wrote what; where it tells nothing of that, the mark is believed.
 */
function isCordonOfOthers({ managedFields = [] }: V1ObjectMeta): boolean {
  const writers = managedFields.filter(({ fieldsV1 }) => {
    const spec: unknown = Reflect.get(Object(fieldsV1), 'f:spec');
    return Reflect.has(Object(spec), 'f:unschedulable');
  });
  return writers.length > 0 && !writers.some(({ manager }) => manager === fieldManager);
}

function conditionOf({ type, status, reason, lastTransitionTime }: V1NodeCondition) {
  const since = timeOf(lastTransitionTime);
  return { type: maskedLine(type, maxWord), status, reason: maskedLine(reason ?? '', maxWord), since };
}

/** When the kubelet of a node was last heard of. */
export async function heartbeatOf(api: Cluster, node: string): Promise<Heartbeat> {
  const lease = await api.get('Lease', { namespace: 'kube-node-lease', name: node });
  return timeOf(lease?.spec?.renewTime);
}

/** Counts the nodes of a cluster as they are now. */
export async function countNodesOf(api: Cluster): Promise<NodeCount> {
  const { items, isWhole } = await api.list('Node', { namespace: null, most: mostNodes });
  if (!isWhole) throw new KubernetesError('refused', `there are more than ${mostNodes} nodes: nobody counts them`);
  return countNodes(items.map(nodeFacts));
}

/** How old a count may be that only explains something. */
const freshForMs = 5_000;
const counts = new WeakMap<Cluster, { readonly at: number; readonly count: Promise<NodeCount> }>();

/** The same, but one count serves all that ask within a few seconds: a zone that fails asks for each of its nodes. */
export function recentNodeCount(api: Cluster): Promise<NodeCount> {
  const last = counts.get(api);
  if (last && Date.now() - last.at < freshForMs) return last.count;
  const count = countNodesOf(api);
  counts.set(api, { at: Date.now(), count });
  // A failure serves nobody else.
  count.catch(() => counts.delete(api));
  return count;
}
