import { alertsAnsweredBy } from '../../../model/kubernetes/alerts/catalogue.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { alertsCalled } from '../../runbook/runbook.ts';
import type { WorkloadDiagnosis } from '../../runbook/workload-steps.ts';
import { diagnoseWorkload, nothingToDo, workloadQuestions } from '../../runbook/workload-steps.ts';

/** A container cannot begin, for want of an image, a setting or a volume: none of these heals by itself. */
export const containerWaiting: Runbook<WorkloadDiagnosis> = {
  summary: 'A container cannot begin: say which image, setting or volume it lacks.',
  defaultMode: 'observe',
  timeoutMs: 60 * 60 * 1_000,
  looks: workloadQuestions,
  mayDo: [],

  answers: alertsCalled(alertsAnsweredBy('container-waiting')),

  diagnose: diagnoseWorkload,

  plan(_trouble, diagnosis) {
    return nothingToDo(diagnosis) ?? { noPlan: 'diagnosis-only', because: diagnosis.conclusion };
  },

  proofOfHealth: ({ target }) => [{ check: 'workload-health', target }],
};
