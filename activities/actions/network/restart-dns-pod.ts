import { answersLookUps } from '../../../model/kubernetes/network/dns.ts';
import { isThere } from '../../../model/kubernetes/network/pod-state.ts';
import { dnsObstacle } from '../../../model/kubernetes/network/replacement.ts';
import type { Permission } from '../../../model/kubernetes/rights/permission.ts';
import type { PodState } from '../../../model/kubernetes/workloads/pod-state.ts';
import type { ActionDefinition } from '../../contracts/action-definition.ts';
import { failure } from '../../contracts/failure.ts';
import { observing } from '../../kubernetes/changing.ts';
import { examineClusterDns, readDnsWorkload } from '../../kubernetes/network/cluster-dns.ts';
import { eviction, factsOfPod, hasGone, replacePod, replacementMs } from '../../kubernetes/network/replacing.ts';

const permissions: readonly Permission[] = [
  ...eviction,
  { group: 'apps', resource: 'deployments', verbs: ['get'] },
  { group: 'apps', resource: 'replicasets', verbs: ['list'] },
  { group: '', resource: 'services', verbs: ['list'] },
];

/**
 * Replaces one pod of the described DNS, and no other pod of its namespace, while another one answers look-ups, or where
 * it does not answer itself. It asks again just before, and leaves a pod that is not to blame any more. It ends when the new
 * pod is ready.
 */
export const restartDnsPod: ActionDefinition = {
  risk: 'disruptive',
  undo: null,
  evicts: true,
  expectedMs: replacementMs,
  permissions,

  observe: (target, { findObject }) => factsOfPod(findObject(target)),

  async perform(target, { findObject }, now) {
    const object = findObject(target);
    const { dns } = object.definition;
    if (!dns || object.kind !== 'Pod' || object.namespace !== dns.namespace)
      throw failure('UnknownTarget', `${target} is no pod of the described DNS`);
    const read = () => readDnsWorkload(object, dns);
    const findings = await observing(() => examineClusterDns(object, dns, object.name));
    const pods = findings.workload?.pods ?? [];
    const { judgement, lookUps } = findings;
    const said = (one: PodState) => answersLookUps(judgement, lookUps, one);
    // A plan names several pods, and the first may have been enough.
    if (judgement.cause === 'none')
      return { result: 'done', summary: `${object.name} was left alone: names are found by now` };
    if (judgement.cause !== 'servers')
      return { result: 'failed', summary: `${object.name} was left alone: no DNS pod is to blame by now` };
    const obstacle = dnsObstacle(pods, object.name, said);
    const [pod] = pods.filter((one) => one.uid === now['uid'] && isThere(one));
    if (obstacle !== null || !pod || !findings.workload)
      return { result: 'failed', summary: `${object.name} was left alone: ${obstacle ?? 'it is another pod by now'}` };
    const isAsked = lookUps.some((lookUp) => lookUp.pod === pod.name);
    if (isAsked && said(pod) === 'yes')
      return { result: 'done', summary: `${object.name} was left alone: it answers look-ups by now` };
    return replacePod(object, { uid: pod.uid, workload: findings.workload, read, container: null, permissions });
  },

  didHappen: (target, before, { findObject }) => hasGone(findObject(target), before),
};
