import { restoringAction } from '../../kubernetes/values/restoring-value.ts';
import { replicas } from '../../kubernetes/values/replicas.ts';

/** Gives a workload back the replicas that it had before it was scaled, unless somebody has changed them since. */
export const restoreReplicas = restoringAction(replicas);
