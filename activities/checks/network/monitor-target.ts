import { judgeEndpoints } from '../../../model/kubernetes/network/endpoints.ts';
import { judgeMonitored } from '../../../model/kubernetes/network/monitored.ts';
import { podInWords } from '../../../model/kubernetes/network/pod-state.ts';
import type { FoundObject } from '../../described/clusters.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import type { Answer } from '../../kubernetes/looking.ts';
import { lookAt, unknown } from '../../kubernetes/looking.ts';
import { isWorkloadKind } from '../../kubernetes/owned-pods.ts';
import { readWorkload } from '../../kubernetes/network/pod-workload.ts';
import { readService } from '../../kubernetes/network/service-objects.ts';
import { endpointStatesOf, serviceStateOf } from '../../kubernetes/network/states.ts';
import { podState } from '../../kubernetes/workloads/pod-states.ts';

/** Whether those whose metrics do not arrive run. It never calls them healthy: nobody measures them. */
export const monitorTarget: CheckRunner = (check, deps) =>
  lookAt(check, deps, async (object) => {
    const { api, namespace, kind, name } = object;
    if (kind === 'Service') return lookAtService(object);
    if (kind === 'Pod') {
      const pod = await api.get('Pod', { namespace, name });
      return answer(judgeMonitored(pod ? [podState(pod)] : [], null), []);
    }
    if (!isWorkloadKind(kind)) return unknown(`the alert does not say which Service or pods of ${name} it means`);
    const workload = await api.get(kind, { namespace, name });
    if (!workload) return { health: 'unhealthy', summary: `there is no ${kind} ${name}` };
    const { pods } = await readWorkload(api, kind, workload);
    return answer(judgeMonitored(pods, null), pods.slice(0, 15).map(podInWords));
  });

async function lookAtService({ api, namespace, name }: FoundObject): Promise<Answer> {
  const objects = await readService(api, { namespace, name });
  if (!objects) return { health: 'unhealthy', summary: `there is no Service ${name}` };
  const endpoints = judgeEndpoints(
    serviceStateOf(objects.service),
    objects.slices.flatMap(endpointStatesOf),
    objects.pods,
  );
  return answer(judgeMonitored(objects.pods, endpoints), [
    ...endpoints.details,
    ...objects.pods.slice(0, 15).map(podInWords),
  ]);
}

function answer({ health, words }: ReturnType<typeof judgeMonitored>, details: readonly string[]): Answer {
  return { health, summary: words, details: [...new Set(details)] };
}
