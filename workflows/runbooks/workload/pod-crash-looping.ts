import { alertsAnsweredBy } from '../../../model/kubernetes/alerts/catalogue.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { alertsCalled } from '../../runbook/runbook.ts';
import type { WorkloadDiagnosis } from '../../runbook/workload-steps.ts';
import { diagnoseWorkload, nothingToDo, workloadQuestions } from '../../runbook/workload-steps.ts';

/** A container crashes again and again: say why, and go back to the revision before where the crash came with a rollout. */
export const podCrashLooping: Runbook<WorkloadDiagnosis> = {
  summary: 'A container crashes again and again: say why, and roll back where it began with a rollout.',
  defaultMode: 'observe',
  timeoutMs: 60 * 60 * 1_000,
  looks: workloadQuestions,
  mayDo: ['undo-rollout'],

  answers: alertsCalled(alertsAnsweredBy('pod-crash-looping')),

  diagnose: diagnoseWorkload,

  plan({ target }, diagnosis) {
    const { conclusion, found } = diagnosis;
    const nothing = nothingToDo(diagnosis);
    if (nothing) return nothing;
    const backTo = found.suspicion?.backTo ?? null;
    // To start it once more would only begin the wait between its starts anew.
    if (backTo === null) return { noPlan: 'diagnosis-only', because: conclusion };
    return [
      {
        summary: `roll ${target} back to revision ${backTo}, because ${found.suspicion?.words}`,
        actions: [{ action: 'undo-rollout', target, settings: { revision: String(backTo) } }],
      },
    ];
  },

  proofOfHealth: ({ target }) => [{ check: 'workload-health', target }],
};
