import { KubernetesError } from '../../../clients/kubernetes/failure.ts';
import type { Permission } from '../../../model/kubernetes/rights/permission.ts';
import type { ActionDefinition } from '../../contracts/action-definition.ts';
import { ChangedObject, changing, observing } from '../../kubernetes/changing.ts';
import { policyPermission } from '../../kubernetes/network/network-policies.ts';
import { patchAsRead } from '../../kubernetes/patching.ts';
import { insistOnUnprotected } from '../../kubernetes/protected.ts';
import { factsOfPod, none, readPod, samePod, siblingsOf } from '../../kubernetes/workloads/changing-pods.ts';
import { labelsToTake, quarantineAnnotation, takenLabels } from '../../kubernetes/workloads/quarantine.ts';

const permissions: readonly Permission[] = [
  { group: '', resource: 'pods', verbs: ['get', 'list', 'patch'] },
  { group: '', resource: 'services', verbs: ['list'] },
  { group: 'apps', resource: 'replicasets', verbs: ['get'] },
  { group: 'apps', resource: 'daemonsets', verbs: ['get'] },
  policyPermission,
];

/**
 * Takes a pod out of its Services and away from its controller, which makes another one, and keeps it for study: only
 * its labels change, and none of those by which network policies select. Only while all pods beside it are ready.
 */
export const quarantinePod: ActionDefinition = {
  risk: 'disruptive',
  undo: 'release-pod',
  evicts: true,
  expectedMs: 30_000,
  permissions,

  undoSettings: ({ uid = '', labels = '{}' }) => ({ uid, labels }),

  observe: (target, { findObject }) =>
    observing(async () => {
      const object = findObject(target);
      const pod = await readPod(object);
      const labels = pod && pod.metadata?.annotations?.[quarantineAnnotation] === undefined;
      return { ...factsOfPod(pod), labels: labels ? await labelsToTake(object, pod).catch(noneIfRefused) : none };
    }),

  perform: (target, { findObject }, now) =>
    changing(permissions, async () => {
      const object = findObject(target);
      insistOnUnprotected(object);
      const pod = await samePod(object, now);
      const labels = await labelsToTake(object, pod);
      if (labels !== now['labels']) throw new ChangedObject('it is found by other labels than before');
      const { all, notReady } = await siblingsOf(object.api, pod);
      if (all === 0 || notReady.length > 0)
        throw new KubernetesError('refused', `beside it ${notReady.length} of ${all} pods are not ready`);
      const gone = Object.fromEntries(Object.keys(takenLabels(labels)).map((key) => [key, null]));
      const annotations = { [quarantineAnnotation]: labels };
      await patchAsRead({ ...object, kind: 'Pod' }, pod, { labels: gone, annotations });
      return `pod ${object.name} is kept for study, without traffic; its controller makes another one`;
    }),

  didHappen: (target, before, { findObject }) =>
    observing(async () => {
      const pod = await readPod(findObject(target));
      if (pod?.metadata?.uid !== before['uid']) return 'unknown';
      return pod?.metadata?.annotations?.[quarantineAnnotation] === before['labels'] ? 'yes' : 'no';
    }),
};

/** What may not be done is a fact like any other; that nobody can tell is none. */
function noneIfRefused(error: unknown): string {
  if (error instanceof KubernetesError && error.problem === 'refused') return none;
  throw error;
}
