import { KubernetesError } from '../../../clients/kubernetes/failure.ts';
import type { ActionDefinition } from '../../contracts/action-definition.ts';
import { changing, observing } from '../../kubernetes/changing.ts';
import { insistOnUnprotected } from '../../kubernetes/protected.ts';
import {
  factsOfRolling,
  patchTemplate,
  readRolling,
  rolloutPermissions,
  sameRolling,
} from '../../kubernetes/workloads/changing-rollouts.ts';
import { plainTemplate } from '../../kubernetes/workloads/revisions.ts';
import { phaseOf } from '../../kubernetes/workloads/rollout-state.ts';

/** Says of which template the pods were made anew: the same order never does so twice. */
const annotation = 'nightshift.io/restart-rollout';

/** Has a workload make all of its pods anew, as its own strategy has it; never while a rollout goes on or is paused. */
export const restartRollout: ActionDefinition = {
  risk: 'disruptive',
  undo: null,
  evicts: true,
  expectedMs: 60_000,
  permissions: rolloutPermissions,

  observe: (target, { findObject }) => observing(() => factsOfRolling(findObject(target))),

  perform: (target, { findObject }, now) =>
    changing(rolloutPermissions, async () => {
      const object = findObject(target);
      insistOnUnprotected(object);
      const found = await sameRolling(object, now);
      const phase = phaseOf(found.workload);
      if (phase === 'by hand') throw new KubernetesError('refused', 'it replaces no pod by itself');
      if (phase === 'paused' || phase === 'under way')
        throw new KubernetesError('refused', `its rollout is ${phase}: a restart would mix with it`);
      const template = plainTemplate(found.workload.spec?.template);
      const { metadata } = template;
      const annotations = { ...metadata?.annotations, [annotation]: found.template };
      await patchTemplate(object, found, { ...template, metadata: { ...metadata, annotations } });
      return `${object.kind} ${object.name} makes its pods anew`;
    }),

  didHappen: (target, before, { findObject }) =>
    observing(async () => {
      const { workload, template } = await readRolling(findObject(target));
      if (workload.metadata?.uid !== before['uid']) return 'unknown';
      if (workload.spec?.template.metadata?.annotations?.[annotation] === before['template']) return 'yes';
      return template === before['template'] ? 'no' : 'unknown';
    }),
};
