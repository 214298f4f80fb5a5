import { workloadObstacle } from '../../../model/kubernetes/network/replacement.ts';
import type { Permission } from '../../../model/kubernetes/rights/permission.ts';
import type { ActionDefinition } from '../../contracts/action-definition.ts';
import { failure } from '../../contracts/failure.ts';
import { observing } from '../../kubernetes/changing.ts';
import { readWorkload, workloadOf } from '../../kubernetes/network/pod-workload.ts';
import { eviction, factsOfPod, hasGone, replacePod, replacementMs } from '../../kubernetes/network/replacing.ts';

const permissions: readonly Permission[] = [
  ...eviction,
  { group: 'apps', resource: 'deployments', verbs: ['get'] },
  { group: 'apps', resource: 'replicasets', verbs: ['get', 'list'] },
  { group: 'apps', resource: 'statefulsets', verbs: ['get'] },
  { group: 'apps', resource: 'daemonsets', verbs: ['get'] },
];

/**
 * Replaces one pod of a workload while its siblings are ready. It ends when the new pod is ready, and with it the
 * container that the settings name: whatever was injected into it.
 */
export const restartWorkloadPod: ActionDefinition = {
  risk: 'disruptive',
  undo: null,
  evicts: true,
  expectedMs: replacementMs,
  permissions,

  observe: (target, { findObject }) => factsOfPod(findObject(target)),

  async perform(target, { findObject }, now, settings) {
    const object = findObject(target);
    const { api, namespace, kind, name } = object;
    if (kind !== 'Pod') throw failure('UnknownTarget', `${target} is no pod`);
    const workload = await observing(async () => {
      const pod = await api.get('Pod', { namespace, name });
      return pod?.metadata?.uid === now['uid'] ? pod && workloadOf(api, pod) : null;
    });
    const obstacle = workload ? workloadObstacle(workload.pods, name) : 'nobody would make it anew';
    if (obstacle !== null || !workload)
      return { result: 'failed', summary: `${name} was left alone: ${obstacle ?? 'it is gone'}` };
    const read = async () => {
      const again = await api.get(workload.kind, { namespace, name: workload.name });
      return again && readWorkload(api, workload.kind, again);
    };
    const container = settings?.['container'] ?? null;
    return replacePod(object, { uid: now['uid'] ?? '', workload, read, container, permissions });
  },

  didHappen: (target, before, { findObject }) => hasGone(findObject(target), before),
};
