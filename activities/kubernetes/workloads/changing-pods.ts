import type { V1Pod } from '@kubernetes/client-node';
import type { Cluster } from '../../../clients/kubernetes/cluster.ts';
import { KubernetesError } from '../../../clients/kubernetes/failure.ts';
import { siblingsIn } from '../../../model/kubernetes/workloads/siblings.ts';
import type { Facts } from '../../../model/remediation/plan.ts';
import type { FoundObject } from '../../described/clusters.ts';
import { isWorkloadKind, controllerOf, selectorText } from '../owned-pods.ts';
import { podState } from './pod-states.ts';
import { ChangedObject } from '../changing.ts';

/** What stands in a fact where there is nothing. */
export const none = 'none';

/** The pod of a target. @throws KubernetesError `refused` for any other kind. */
export async function readPod({ api, namespace, kind, name }: FoundObject): Promise<V1Pod | null> {
  if (kind !== 'Pod') throw new KubernetesError('refused', `a ${kind} is no pod`);
  return api.get('Pod', { namespace, name });
}

/** What an action on one pod depends on: which pod it is, and what would make another one. */
export function factsOfPod(pod: V1Pod | null): Facts {
  const owner = controllerOf(pod?.metadata);
  return { uid: pod?.metadata?.uid ?? none, owner: owner ? `${owner.kind} ${owner.name} ${owner.uid}` : none };
}

/**
 * The pod just before it is changed.
 *
 * @throws KubernetesError `conflict` where it is not the one that was observed.
 */
export async function samePod(object: FoundObject, now: Facts): Promise<V1Pod> {
  const pod = await readPod(object);
  if (!pod) throw new KubernetesError('not-found', `there is no pod ${object.name}`);
  const facts = factsOfPod(pod);
  if (facts['uid'] !== now['uid'] || facts['owner'] !== now['owner'])
    throw new ChangedObject(`the pod ${object.name} is another one than before`);
  return pod;
}

/** What the pods beside one are like, that the same controller keeps. */
interface Siblings {
  readonly all: number;
  readonly notReady: readonly string[];
}

/**
 * Reads the pods beside one: those that the same controller keeps.
 *
 * @throws KubernetesError `refused` where nothing would replace it.
 */
export async function siblingsOf(api: Cluster, pod: V1Pod): Promise<Siblings> {
  const { namespace = null } = pod.metadata ?? {};
  const owner = controllerOf(pod.metadata);
  if (!owner || !isWorkloadKind(owner.kind) || owner.kind === 'Job')
    throw new KubernetesError('refused', `nothing would make another pod in place of ${pod.metadata?.name}`);
  const keeper = await api.get(owner.kind, { namespace, name: owner.name });
  if (keeper?.metadata?.uid !== owner.uid)
    throw new ChangedObject(`${owner.kind} ${owner.name} is not what kept the pod`);
  const { items, isWhole } = await api.list('Pod', { namespace, labels: selectorText(keeper.spec?.selector) });
  if (!isWhole) throw new KubernetesError('refused', `${owner.kind} ${owner.name} has more pods than are looked at`);
  const pods = items.filter(({ metadata }) => controllerOf(metadata)?.uid === owner.uid).map(podState);
  const { all, away } = siblingsIn(pods, pod.metadata?.name ?? '');
  return { all, notReady: away.map(({ name }) => name) };
}
