import type { V1Pod } from '@kubernetes/client-node';
import { isReady } from '../../../model/kubernetes/ready.ts';
import { checkOfSubject } from '../../kubernetes/workloads/looking.ts';
import { sickInWords, sickPods } from '../../kubernetes/workloads/sick-pods.ts';

/** What else is sick now, in the namespace of a target and on the node of its sickest pod: one cause may have many faces. */
export const sickNeighbours = checkOfSubject(async ({ namespace, pods }, { api }) => {
  const own = new Set(pods.map(({ state }) => state.uid));
  const isOwn = ({ metadata }: V1Pod) => own.has(metadata?.uid ?? '');
  const node = pods.find(({ trouble }) => trouble !== null)?.state.node ?? null;
  const [inNamespace, onNode, machine] = await Promise.all([
    sickPods(api, { namespace }, isOwn),
    node === null ? null : sickPods(api, { namespace: null, fields: `spec.nodeName=${node}` }, isOwn),
    node === null ? null : api.get('Node', { namespace: null, name: node }),
  ]);
  const [around, there] = [inNamespace.lines.length, onNode?.lines.length ?? 0];
  const isNodeReady = isReady(machine?.status);
  const nodeSays = machine ? `its node ${node} is ${isNodeReady ? 'ready' : 'not ready'}` : 'it has no node';
  return {
    health: around + there > 0 || (machine && !isNodeReady) ? 'unhealthy' : 'healthy',
    summary: `${around} other pods${inNamespace.among} in the namespace are sick, ${there} on the same node; ${nodeSays}`,
    details: [...sickInWords(inNamespace, 'in the namespace'), ...(onNode ? sickInWords(onNode, `on ${node}`) : [])],
    facts: {
      inNamespace: `${around}`,
      onNode: `${there}`,
      ...(machine ? { nodeReady: `${isNodeReady}` } : {}),
    },
  };
});
