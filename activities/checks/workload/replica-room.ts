import { nextReplicas } from '../../../model/kubernetes/capacity/next-step.ts';
import { autoscalerOf, noAutoscaler } from '../../kubernetes/values/autoscalers.ts';
import { nameOf } from '../../kubernetes/object-of-action.ts';
import { lookAt, unknown } from '../../kubernetes/looking.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';

/** Whether a workload may be scaled out by a step: no autoscaler decides, and the cap is not reached. */
export const replicaRoom: CheckRunner = (check, deps) =>
  lookAt(check, deps, async (found) => {
    const { kind } = found;
    if (kind !== 'Deployment' && kind !== 'StatefulSet') return unknown(`a ${kind} is not scaled`);
    const workload = await found.api.get(kind, nameOf(found));
    if (!workload) return unknown(`there is no such ${kind}`);
    const [count, autoscaler] = [workload.spec?.replicas ?? 1, await autoscalerOf(found)];
    const { caps } = found.definition;
    const next = nextReplicas(count, caps);
    const facts = { value: String(count), next: String(next ?? '') };
    if (autoscaler !== noAutoscaler)
      return { health: 'unhealthy', summary: `the autoscaler ${autoscaler} decides how many replicas it has` };
    if (count === 0) return { health: 'unhealthy', summary: 'it is scaled to 0: people have stopped it' };
    if (next === null)
      return { health: 'unhealthy', summary: `it has ${count} replicas, and the cap is ${caps.replicas.most}` };
    return { health: 'healthy', summary: `it has ${count} replicas, and may have ${next}`, facts };
  });
