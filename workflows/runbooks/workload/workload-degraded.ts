import { alertsAnsweredBy } from '../../../model/kubernetes/alerts/catalogue.ts';
import { objectOf, objectTarget } from '../../../model/kubernetes/object.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { alertsCalled } from '../../runbook/runbook.ts';
import type { WorkloadDiagnosis } from '../../runbook/workload-steps.ts';
import { answerTo, diagnoseWorkload, nothingToDo, workloadQuestions } from '../../runbook/workload-steps.ts';

/** A workload has not the pods that it shall have: say why, and replace the one sick pod of a DaemonSet. */
export const workloadDegraded: Runbook<WorkloadDiagnosis> = {
  summary: 'A workload has not the pods that it shall have: say why, and replace the one sick pod of a DaemonSet.',
  defaultMode: 'observe',
  timeoutMs: 60 * 60 * 1_000,
  looks: workloadQuestions,
  mayDo: ['delete-pod'],

  answers: alertsCalled(alertsAnsweredBy('workload-degraded')),

  diagnose: diagnoseWorkload,

  plan({ target }, diagnosis) {
    const { checks, conclusion } = diagnosis;
    const nothing = nothingToDo(diagnosis);
    if (nothing) return nothing;
    const object = objectOf(target);
    const { sick, trouble, phase, pod } = answerTo('pod-state', checks)?.facts ?? {};
    const isOne = sick === '1' && trouble === 'not-ready' && phase === 'Running' && pod !== undefined;
    const nodeIsReady = answerTo('sick-neighbours', checks)?.facts?.['nodeReady'] === 'true';
    if (object?.kind !== 'DaemonSet' || !isOne || !nodeIsReady)
      return { noPlan: 'diagnosis-only', because: conclusion };
    const one = objectTarget({ ...object, kind: 'Pod', name: pod });
    return [{ summary: `replace ${one}: ${conclusion}`, actions: [{ action: 'delete-pod', target: one }] }];
  },

  proofOfHealth: ({ target }) => [{ check: 'workload-health', target }],
};
