import { KubernetesError } from '../../../clients/kubernetes/failure.ts';
import type { Settings } from '../../../model/remediation/plan.ts';
import type { ActionDefinition } from '../../contracts/action-definition.ts';
import { ChangedObject, changing, observing } from '../../kubernetes/changing.ts';
import { insistOnUnprotected } from '../../kubernetes/protected.ts';
import {
  factsOfRolling,
  findRevision,
  patchTemplate,
  readRolling,
  rolloutPermissions,
  sameRolling,
} from '../../kubernetes/workloads/changing-rollouts.ts';
import type { FoundObject } from '../../described/clusters.ts';
import { revisionsOf } from '../../kubernetes/workloads/revisions.ts';
import { phaseOf } from '../../kubernetes/workloads/rollout-state.ts';

/**
 * Gives a workload the template of an earlier revision. A rollback may hurt where a newer version has changed what it
 * keeps, so the alerts that it answers have a class in which people are asked.
 *
 * Settings: `revision` to go back to. An undo also says the `template` that it must lead to, the one that it must
 * `find`, and the `uid`.
 */
export const undoRollout: ActionDefinition = {
  risk: 'disruptive',
  // Back to the revision that it left.
  undo: 'undo-rollout',
  expectedMs: 60_000,
  permissions: rolloutPermissions,

  undoSettings: ({ uid = '', template = '', revision = '', to = '' }) => ({ uid, revision, template, find: to }),

  observe: (target, { findObject }, settings) =>
    observing(async () => {
      const object = findObject(target);
      const { uid = '', template = '' } = await factsOfRolling(object);
      return { uid, template, ...(await revisionFacts(object, template, settings)) };
    }),

  perform: (target, { findObject }, now, settings = {}) =>
    changing(rolloutPermissions, async () => {
      const object = findObject(target);
      insistOnUnprotected(object);
      insistOnFinding(now, settings);
      const found = await sameRolling(object, now);
      if (phaseOf(found.workload) === 'paused')
        throw new KubernetesError('refused', 'its rollout is paused: somebody works on it');
      if (found.template === now['to'])
        throw new KubernetesError('refused', `it has the template of this revision already`);
      const revision = await revisionToGoTo(object, found, settings);
      if (revision.template !== now['to'])
        throw new ChangedObject(`revision ${revision.number} is another one than before`);
      await patchTemplate(object, found, revision.content);
      return `${object.kind} ${object.name} goes back from revision ${now['revision']} to what was revision ${revision.number}`;
    }),

  didHappen: (target, before, { findObject }, settings = {}) =>
    observing(async () => {
      const { workload, template } = await readRolling(findObject(target));
      if (workload.metadata?.uid !== (settings['uid'] ?? before['uid'])) return 'unknown';
      if (template === (settings['template'] ?? before['to'])) return 'yes';
      return template === (settings['find'] ?? before['template']) ? 'no' : 'unknown';
    }),
};

/** An undo touches nothing that is not as its action has left it. */
function insistOnFinding({ uid, template }: Settings, { uid: left, find }: Settings): void {
  if (find === undefined || (template === find && uid === left)) return;
  throw new ChangedObject('it is not as it was left, so nothing is taken back');
}

type Found = Parameters<typeof findRevision>[1];

/** An undo finds its revision by the template: gone back from, a revision has another number. */
async function revisionToGoTo(object: FoundObject, found: Found, { revision, template }: Settings) {
  if (template === undefined) return findRevision(object, found, revision);
  const revisions = await revisionsOf(object.api, found.kind, found.workload);
  const kept = revisions.find((one) => one.template === template);
  if (!kept) throw new KubernetesError('not-found', `the cluster does not know revision ${revision} any more`);
  return kept;
}

/** The number of the present revision, and what tells the template that shall be gone to. */
async function revisionFacts(object: FoundObject, template: string, settings: Settings = {}) {
  try {
    const found = await readRolling(object);
    const revisions = await revisionsOf(object.api, found.kind, found.workload);
    const present = revisions.find((one) => one.template === template);
    const { template: to } = await revisionToGoTo(object, found, settings);
    return { revision: String(present?.number ?? 'none'), to };
  } catch (error) {
    if (error instanceof KubernetesError && error.problem === 'not-found') return { revision: 'none', to: 'none' };
    throw error;
  }
}
