import { isThere, podInWords } from '../../../model/kubernetes/network/pod-state.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import { lookAt, unknown } from '../../kubernetes/looking.ts';
import { readDnsWorkload } from '../../kubernetes/network/cluster-dns.ts';

/** Whether all pods of the described DNS workload are there and ready. It says nothing of what they answer. */
export const dnsPods: CheckRunner = (check, deps) =>
  lookAt(check, deps, async (object) => {
    const { dns } = object.definition;
    if (!dns) return unknown(`nobody described how names are looked up in the cluster ${object.cluster}`);
    const workload = await readDnsWorkload(object, dns);
    if (!workload) return unknown(`there is no Deployment ${dns.deployment} in the namespace ${dns.namespace}`);
    const pods = workload.pods.filter(isThere);
    const ready = pods.filter(({ isReady }) => isReady).length;
    return {
      health: ready >= workload.wanted && ready > 0 ? 'healthy' : 'unhealthy',
      summary: `${ready} of ${workload.wanted} pods of ${dns.deployment} are ready`,
      details: workload.pods.slice(0, 15).map(podInWords),
    };
  });
