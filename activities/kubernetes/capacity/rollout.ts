import type { V1DaemonSet, V1Deployment, V1StatefulSet } from '@kubernetes/client-node';

/** Kinds whose pods follow a template by a rollout. */
export const rolledOutKinds = ['DaemonSet', 'Deployment', 'StatefulSet'] as const;
type RolledOut = V1DaemonSet | V1Deployment | V1StatefulSet;

/** How far the pods of a workload follow its template. `by hand` is one that replaces no pod by itself. */
type Rollout = 'complete' | 'under way' | 'paused' | 'by hand';

/** Says whether the pods of a workload are those of its template; whether they are ready does not matter. */
export function rolloutOf({ metadata, spec, status }: RolledOut): Rollout {
  if (spec && 'paused' in spec && spec.paused) return 'paused';
  if (spec && 'updateStrategy' in spec && spec.updateStrategy?.type === 'OnDelete') return 'by hand';
  if ((status?.observedGeneration ?? 0) < (metadata?.generation ?? 0)) return 'under way';
  const { wanted, updated, present } = countsOf(spec, status);
  return updated >= wanted && present <= updated ? 'complete' : 'under way';
}

/** Whether the pods of a workload are those of its template, and as many as wanted serve. */
export function isAvailable(workload: RolledOut): boolean {
  const { wanted, available } = countsOf(workload.spec, workload.status);
  return rolloutOf(workload) === 'complete' && available >= wanted;
}

function countsOf(spec: RolledOut['spec'], status: RolledOut['status']) {
  if (status && 'desiredNumberScheduled' in status) {
    const {
      desiredNumberScheduled: wanted,
      updatedNumberScheduled = 0,
      currentNumberScheduled,
      numberAvailable = 0,
    } = status;
    return { wanted, updated: updatedNumberScheduled, present: currentNumberScheduled, available: numberAvailable };
  }
  const wanted = spec && 'replicas' in spec ? (spec.replicas ?? 1) : 0;
  const {
    replicas: present = 0,
    updatedReplicas: updated = 0,
    availableReplicas: available = 0,
  } = (status ?? {}) as Partial<NonNullable<V1Deployment['status']>>;
  return { wanted, updated, present, available };
}
