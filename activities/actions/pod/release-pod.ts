import { KubernetesError } from '../../../clients/kubernetes/failure.ts';
import type { Permission } from '../../../model/kubernetes/rights/permission.ts';
import type { ActionDefinition } from '../../contracts/action-definition.ts';
import { ChangedObject, changing, observing } from '../../kubernetes/changing.ts';
import { patchAsRead } from '../../kubernetes/patching.ts';
import { none, readPod } from '../../kubernetes/workloads/changing-pods.ts';
import { quarantineAnnotation, takenLabels } from '../../kubernetes/workloads/quarantine.ts';

const permissions: readonly Permission[] = [{ group: '', resource: 'pods', verbs: ['get', 'patch'] }];

/**
 * Gives a pod in quarantine its labels back; its controller then has one pod too many, and ends one of them.
 *
 * Settings: the `uid` and the `labels`, as the quarantine has left them.
 */
export const releasePod: ActionDefinition = {
  risk: 'disruptive',
  undo: null,
  expectedMs: 30_000,
  permissions,

  observe: (target, { findObject }) =>
    observing(async () => {
      const { uid = none, annotations } = (await readPod(findObject(target)))?.metadata ?? {};
      return { uid, labels: annotations?.[quarantineAnnotation] ?? none };
    }),

  perform: (target, { findObject }, now, { uid, labels } = {}) =>
    changing(permissions, async () => {
      const object = findObject(target);
      if (uid === undefined || now['uid'] !== uid || now['labels'] !== labels)
        throw new ChangedObject('it is not as its quarantine has left it');
      const pod = await readPod(object);
      if (!pod || pod.metadata?.uid !== uid)
        throw new KubernetesError('not-found', `the pod ${object.name} that was in quarantine is not there any more`);
      const annotations = { [quarantineAnnotation]: null };
      await patchAsRead({ ...object, kind: 'Pod' }, pod, { labels: takenLabels(labels), annotations });
      return `pod ${object.name} has its labels again`;
    }),

  didHappen: (target, _before, { findObject }, { uid } = {}) =>
    observing(async () => {
      const pod = await readPod(findObject(target));
      if (pod?.metadata?.uid !== uid) return 'unknown';
      return pod?.metadata?.annotations?.[quarantineAnnotation] === undefined ? 'yes' : 'no';
    }),
};
