import type { V1Pod } from '@kubernetes/client-node';
import type { Cluster } from '../../../clients/kubernetes/cluster.ts';
import type { PodState } from '../../../model/kubernetes/workloads/pod-state.ts';
import type { PodTrouble } from '../../../model/kubernetes/workloads/pod-trouble.ts';
import { gravity, troubleOf } from '../../../model/kubernetes/workloads/pod-trouble.ts';
import type { FoundObject } from '../../described/clusters.ts';
import type { Workload, WorkloadKind } from '../owned-pods.ts';
import { controllerOf, isWorkloadKind, podsOf } from '../owned-pods.ts';
import { podState } from './pod-states.ts';

/** One pod, as it came and as rules read it. */
export interface SeenPod {
  readonly pod: V1Pod;
  readonly state: PodState;
  readonly trouble: PodTrouble | null;
}

/** A workload and its pods; or a pod alone, which then is its own subject. */
export interface Subject {
  readonly namespace: string;
  readonly kind: WorkloadKind | 'Pod';
  /** Null where the subject is one pod. */
  readonly workload: Workload | null;
  /** The sickest first. */
  readonly pods: readonly SeenPod[];
}

/** What several checks of one moment ask for at the same time is read once. */
const underWay = new WeakMap<Cluster, Map<string, Promise<Subject | null>>>();

/** Reads what a target is about; null where it is not there, or has no pods by its kind. */
export function readSubject(object: FoundObject): Promise<Subject | null> {
  const { api, namespace, kind, name } = object;
  const reads = underWay.get(api) ?? new Map<string, Promise<Subject | null>>();
  underWay.set(api, reads);
  const key = `${namespace}/${kind}/${name}`;
  const same = reads.get(key);
  if (same) return same;
  const read = readAnew(object).finally(() => reads.delete(key));
  reads.set(key, read);
  return read;
}

async function readAnew({ api, namespace, kind, name }: FoundObject): Promise<Subject | null> {
  if (namespace === null) return null;
  if (kind === 'Pod') {
    const pod = await api.get('Pod', { namespace, name });
    return pod && { namespace, kind, workload: null, pods: [seen(pod)] };
  }
  if (!isWorkloadKind(kind)) return null;
  const workload = await api.get(kind, { namespace, name });
  if (!workload) return null;
  const pods = await podsOf(api, kind, workload);
  return { namespace, kind, workload, pods: pods.map(seen).toSorted(sickestFirst) };
}

function seen(pod: V1Pod): SeenPod {
  const state = podState(pod);
  return { pod, state, trouble: troubleOf(state) };
}

function sickestFirst(one: SeenPod, other: SeenPod): number {
  const rank = ({ trouble }: SeenPod) => (trouble ? gravity(trouble.kind) : Number.MAX_SAFE_INTEGER);
  return rank(one) - rank(other) || newerFirst(one, other);
}

function newerFirst({ state: one }: SeenPod, { state: other }: SeenPod): number {
  return (other.createdAt ?? '').localeCompare(one.createdAt ?? '');
}

/** What is said where a target is not there. */
export function isGone({ kind, namespace, name }: FoundObject): string {
  return `there is no ${kind} ${name} in ${namespace ?? 'the cluster'}`;
}

/** The uid of what keeps a pod, such as its ReplicaSet. */
export function ownerUid(pod: V1Pod): string | undefined {
  return controllerOf(pod.metadata)?.uid;
}
