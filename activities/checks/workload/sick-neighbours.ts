import type { V1Pod } from '@kubernetes/client-node';
import { isReady } from '../../../model/kubernetes/ready.ts';
import { troubleOf } from '../../../model/kubernetes/workloads/pod-trouble.ts';
import { checkOfSubject } from '../../kubernetes/workloads/looking.ts';
import { podState } from '../../kubernetes/workloads/pod-states.ts';

const mostRead = 200;
const mostTold = 3;

/** What else is sick now, in the namespace of a target and on the node of its sickest pod: one cause may have many faces. */
export const sickNeighbours = checkOfSubject(async ({ namespace, pods }, { api }) => {
  const own = new Set(pods.map(({ state }) => state.uid));
  const node = pods.find(({ trouble }) => trouble !== null)?.state.node ?? null;
  const [around, there, machine] = await Promise.all([
    api.list('Pod', { namespace, most: mostRead }),
    node === null ? null : api.list('Pod', { namespace: null, fields: `spec.nodeName=${node}`, most: mostRead }),
    node === null ? null : api.get('Node', { namespace: null, name: node }),
  ]);
  const inNamespace = sickOf(around.items, own);
  const onNode = sickOf(there?.items ?? [], own);
  const isNodeReady = isReady(machine?.status);
  const nodeSays = machine ? `its node ${node} is ${isNodeReady ? 'ready' : 'not ready'}` : 'it has no node';
  const partly = around.isWhole ? '' : ` of the first ${mostRead}`;
  return {
    health: inNamespace.length + onNode.length > 0 || (machine && !isNodeReady) ? 'unhealthy' : 'healthy',
    summary: `${inNamespace.length} other pods${partly} in the namespace are sick, ${onNode.length} on the same node; ${nodeSays}`,
    details: [
      ...inNamespace.slice(0, mostTold).map((line) => `also sick in the namespace: ${line}`),
      ...onNode.slice(0, mostTold).map((line) => `also sick on ${node}: ${line}`),
    ],
    facts: {
      inNamespace: `${inNamespace.length}`,
      onNode: `${onNode.length}`,
      ...(machine ? { nodeReady: `${isNodeReady}` } : {}),
    },
  };
});

function sickOf(pods: readonly V1Pod[], own: ReadonlySet<string>): readonly string[] {
  return pods.flatMap((pod) => {
    if (own.has(pod.metadata?.uid ?? '')) return [];
    const trouble = troubleOf(podState(pod));
    return trouble ? [`${pod.metadata?.namespace}/${trouble.pod}: ${trouble.words}`] : [];
  });
}
