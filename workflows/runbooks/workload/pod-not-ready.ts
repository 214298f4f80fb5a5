import { alertsAnsweredBy } from '../../../model/kubernetes/alerts/catalogue.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { alertsCalled } from '../../runbook/runbook.ts';
import { runChecks } from '../../runbook/steps.ts';
import type { WorkloadDiagnosis } from '../../runbook/workload-steps.ts';
import {
  answerTo,
  diagnoseWorkload,
  nothingToDo,
  podOfAlerts,
  workloadQuestions,
} from '../../runbook/workload-steps.ts';
import { objectOf } from '../../../model/kubernetes/object.ts';
import type { CheckResult } from '../../../model/remediation/check.ts';
import type { Target } from '../../../model/target.ts';

interface PodDiagnosis extends WorkloadDiagnosis {
  /** The pod that the alerts name, and how it is; null where they name none or several. */
  readonly named: { readonly pod: Target; readonly state: CheckResult } | null;
}

/** One pod is not ready: where it runs and all others are well, have its controller make another one. */
export const podNotReady: Runbook<PodDiagnosis> = {
  summary: 'A pod is not ready: say why, and replace it where it is the only one that is sick.',
  defaultMode: 'observe',
  timeoutMs: 60 * 60 * 1_000,
  looks: workloadQuestions,
  mayDo: ['delete-pod'],

  answers: alertsCalled(alertsAnsweredBy('pod-not-ready')),

  async diagnose(trouble) {
    const pod = podOfAlerts(trouble);
    const [diagnosis, [state]] = await Promise.all([
      diagnoseWorkload(trouble),
      pod === null ? [] : runChecks([{ check: 'pod-state', target: pod }]),
    ]);
    return { ...diagnosis, named: pod && state ? { pod, state } : null };
  },

  plan(_trouble, diagnosis) {
    const { conclusion, named, checks } = diagnosis;
    const nothing = nothingToDo(diagnosis);
    if (nothing) return nothing;
    const obstacle = obstacleTo(diagnosis);
    if (named === null || obstacle) return { noPlan: 'diagnosis-only', because: `${conclusion}; ${obstacle}` };
    const { summary } = answerTo('pod-state', checks) ?? named.state;
    return [{ summary: `replace ${named.pod}: ${summary}`, actions: [{ action: 'delete-pod', target: named.pod }] }];
  },

  proofOfHealth: ({ target }) => [{ check: 'workload-health', target }],
};

/** Why another pod would not help, or must not be made; undefined where nothing speaks against it. */
function obstacleTo({ named, checks }: PodDiagnosis): string | undefined {
  if (named === null) return 'the alerts do not name one pod';
  const { trouble, phase, owner } = named.state.facts ?? {};
  if (named.state.health !== 'unhealthy') return `of the pod that the alerts name: ${named.state.summary}`;
  if (owner === undefined || owner === 'Job') return 'nothing would make another pod in its place';
  if (phase !== 'Running' || trouble !== 'not-ready') return 'another pod of the same kind would fare no better';
  const pods = answerTo('pod-state', checks)?.facts;
  if (pods?.['sick'] !== '1') return 'it is not the only one that is sick';
  // Labels may name a pod of another workload of the namespace, which nobody has looked at, counted or locked.
  if (pods['pod'] !== objectOf(named.pod)?.name) return 'the pod that the alerts name is not the one that is sick';
  if (answerTo('sick-neighbours', checks)?.facts?.['nodeReady'] === 'false') return 'its node is not ready';
  const budgets = answerTo('disruption-budgets', checks);
  if (budgets?.facts?.['sickMayGo'] === 'yes') return undefined;
  return budgets?.health === 'healthy' ? undefined : (budgets?.summary ?? 'nobody can tell whether it may go');
}
