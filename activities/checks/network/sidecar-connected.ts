import { disconnectedPods, isKeptOut, replacementOrder } from '../../../model/kubernetes/network/sidecar.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import { lookAt, unknown } from '../../kubernetes/looking.ts';
import { isWorkloadKind } from '../../kubernetes/owned-pods.ts';
import { readWorkload } from '../../kubernetes/network/pod-workload.ts';

/** As many as one plan may replace. */
const mostReplaced = 20;

/** Whether every pod of a workload has the sidecar of the mesh, ready and of the same kind as the youngest. */
export const sidecarConnected: CheckRunner = (check, deps) =>
  lookAt(check, deps, async ({ api, definition, namespace, kind, name }) => {
    const { sidecar } = definition;
    if (sidecar === null) return unknown('nobody described which container is the sidecar of a mesh');
    if (!isWorkloadKind(kind) || kind === 'Job') return unknown(`${name} is no workload whose pods are made anew`);
    const object = await api.get(kind, { namespace, name });
    if (!object) return { health: 'unhealthy', summary: `there is no ${kind} ${name}` };
    const { template } = object.spec ?? {};
    if (
      template?.spec?.hostNetwork === true ||
      isKeptOut({ ...template?.metadata?.labels, ...template?.metadata?.annotations })
    )
      return unknown(`the pods of ${name} are kept out of the mesh`);
    const { pods, wanted } = await readWorkload(api, kind, object);
    const disconnected = disconnectedPods(pods, sidecar);
    const count = `${disconnected.length} of ${pods.length} pods of ${name} are not connected`;
    const [first] = disconnected;
    return {
      health: first ? 'unhealthy' : pods.length >= wanted && pods.length > 0 ? 'healthy' : 'unknown',
      summary: first
        ? `${count}: ${first.pod.name} ${first.why}`
        : `all of ${pods.length} pods of ${name} have a ready ${sidecar}`,
      details: disconnected.slice(0, 15).map(({ pod, why }) => `${pod.name} ${why}`),
      facts: {
        container: sidecar,
        restart: replacementOrder(disconnected)
          .slice(0, mostReplaced)
          .map((pod) => pod.name)
          .join(' '),
      },
    };
  });
