import { KubernetesError } from '../../../clients/kubernetes/failure.ts';
import type { Permission } from '../../../model/kubernetes/rights/permission.ts';
import type { ActionDefinition } from '../../contracts/action-definition.ts';
import { changing, observing } from '../../kubernetes/changing.ts';
import { insistOnUnprotected } from '../../kubernetes/protected.ts';
import { factsOfPod, none, readPod, samePod, siblingsOf } from '../../kubernetes/workloads/changing-pods.ts';
import { podState } from '../../kubernetes/workloads/pod-states.ts';

const permissions: readonly Permission[] = [
  { group: '', resource: 'pods', verbs: ['get', 'list'] },
  { group: '', resource: 'pods/eviction', verbs: ['create'] },
  { group: 'apps', resource: 'replicasets', verbs: ['get'] },
  { group: 'apps', resource: 'statefulsets', verbs: ['get'] },
  { group: 'apps', resource: 'daemonsets', verbs: ['get'] },
];

/**
 * Has one pod go, so that its controller makes another one. By eviction, which disruption budgets may refuse; only while
 * all pods beside it are ready, and never one that nothing would replace.
 */
export const deletePod: ActionDefinition = {
  risk: 'disruptive',
  undo: null,
  evicts: true,
  expectedMs: 60_000,
  permissions,

  // One that has recovered while people were asked is no longer the one that the plan was made for.
  observe: (target, { findObject }) =>
    observing(async () => {
      const pod = await readPod(findObject(target));
      return { ...factsOfPod(pod), isReady: pod ? String(podState(pod).isReady) : none };
    }),

  perform: (target, { findObject }, now) =>
    changing(permissions, async () => {
      const object = findObject(target);
      insistOnUnprotected(object);
      const pod = await samePod(object, now);
      const { all, notReady } = await siblingsOf(object.api, pod);
      if (notReady.length > 0)
        throw new KubernetesError(
          'refused',
          `beside it ${notReady.length} of ${all} pods are not ready: ${notReady[0]}`,
        );
      if (podState(pod).isReady && all === 0)
        throw new KubernetesError('refused', 'it is ready, and there is no other pod that would go on');
      const { uid = '', resourceVersion } = pod.metadata ?? {};
      const { namespace, name } = object;
      const options = { uid, ...(resourceVersion ? { resourceVersion } : {}) };
      await object.api.evict({ namespace, name }, { ...options, dryRun: true });
      await object.api.evict({ namespace, name }, options);
      return `evicted pod ${name}; its controller makes another one`;
    }),

  didHappen: (target, before, { findObject }) =>
    observing(async () => {
      const pod = await readPod(findObject(target));
      const isSame = pod?.metadata?.uid === before['uid'];
      return isSame && pod?.metadata?.deletionTimestamp === undefined ? 'no' : 'yes';
    }),
};
