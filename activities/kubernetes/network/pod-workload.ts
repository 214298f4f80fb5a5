import type { V1Pod } from '@kubernetes/client-node';
import type { Cluster } from '../../../clients/kubernetes/cluster.ts';
import type { PodState } from '../../../model/kubernetes/workloads/pod-state.ts';
import type { Workload, WorkloadKind } from '../owned-pods.ts';
import { controllerOf, isWorkloadKind, podsOf } from '../owned-pods.ts';
import { podState } from '../workloads/pod-states.ts';

/** The workload that makes a pod anew when it goes, and its pods. */
export interface PodWorkload {
  readonly kind: WorkloadKind;
  readonly name: string;
  /** How many pods there should be. */
  readonly wanted: number;
  readonly pods: readonly PodState[];
}

/** Finds the workload of a pod by its owners; null for pods that nobody would make anew. */
export async function workloadOf(api: Cluster, { metadata }: V1Pod): Promise<PodWorkload | null> {
  const namespace = metadata?.namespace ?? null;
  const owner = controllerOf(metadata);
  if (!owner || !isWorkloadKind(owner.kind) || owner.kind === 'Job') return null;
  const workload = await api.get(owner.kind, { namespace, name: owner.name });
  if (!workload || workload.metadata?.uid !== owner.uid) return null;
  const above = controllerOf(workload.metadata);
  if (above?.kind !== 'Deployment') return readWorkload(api, owner.kind, workload);
  const deployment = await api.get('Deployment', { namespace, name: above.name });
  return deployment?.metadata?.uid === above.uid ? readWorkload(api, 'Deployment', deployment) : null;
}

/** Reads the pods of a workload. */
export async function readWorkload(api: Cluster, kind: WorkloadKind, workload: Workload): Promise<PodWorkload> {
  const pods = (await podsOf(api, kind, workload)).map(podState);
  return { kind, name: workload.metadata?.name ?? '', wanted: wantedOf(workload), pods };
}

function wantedOf({ spec, status }: Workload): number {
  if (spec && 'replicas' in spec && spec.replicas !== undefined) return spec.replicas;
  return status && 'desiredNumberScheduled' in status ? status.desiredNumberScheduled : 1;
}
