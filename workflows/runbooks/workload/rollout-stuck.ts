import { alertsAnsweredBy } from '../../../model/kubernetes/alerts/catalogue.ts';
import { objectOf } from '../../../model/kubernetes/object.ts';
import type { PodTroubleKind } from '../../../model/kubernetes/workloads/pod-trouble.ts';
import { revisionBefore } from '../../../model/kubernetes/workloads/rollout.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { alertsCalled } from '../../runbook/runbook.ts';
import type { WorkloadDiagnosis } from '../../runbook/workload-steps.ts';
import { answerTo, diagnoseWorkload, nothingToDo, workloadQuestions } from '../../runbook/workload-steps.ts';

/** What an earlier revision would not suffer from. Pods without a node lack room, whatever they run. */
const ofTheRevision = new Set<PodTroubleKind>([
  'oom-killed',
  'crash-loop',
  'crashed',
  'config-missing',
  'config-wrong',
  'image-name-missing',
  'image-name-invalid',
  'image-forbidden',
  'image-unknown',
  'not-ready',
]);

/** A rollout makes no progress: say why, and go back to the revision before where the new one is the cause. */
export const rolloutStuck: Runbook<WorkloadDiagnosis> = {
  summary: 'A rollout makes no progress: say why, and roll a Deployment back where its new revision is the cause.',
  defaultMode: 'observe',
  timeoutMs: 60 * 60 * 1_000,
  looks: workloadQuestions,
  mayDo: ['undo-rollout'],

  answers: alertsCalled(alertsAnsweredBy('rollout-stuck')),

  diagnose: diagnoseWorkload,

  plan({ target }, diagnosis) {
    const { checks, conclusion, found } = diagnosis;
    const nothing = nothingToDo(diagnosis);
    if (nothing) return nothing;
    const before = revisionBefore(found.revisions);
    const isCause =
      found.trouble !== null &&
      ofTheRevision.has(found.trouble) &&
      answerTo('rollout-history', checks)?.facts?.['onlyNewestSick'] === 'true';
    // The pods of the other kinds are replaced one by one, and none of them before the sick one is well.
    if (objectOf(target)?.kind !== 'Deployment' || !isCause || before === null)
      return { noPlan: 'diagnosis-only', because: conclusion };
    return [
      {
        summary: `roll ${target} back to revision ${before.number}: only pods of the new revision are sick`,
        actions: [{ action: 'undo-rollout', target, settings: { revision: String(before.number) } }],
      },
    ];
  },

  proofOfHealth: ({ target }) => [{ check: 'workload-health', target }],
};
