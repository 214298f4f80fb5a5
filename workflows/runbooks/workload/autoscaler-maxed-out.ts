import { alertsAnsweredBy, alertsRepairedBy } from '../../../model/kubernetes/alerts/catalogue.ts';
import { nextMax, readAutoscalerFacts } from '../../../model/kubernetes/capacity/autoscaler.ts';
import { diagnosisOf } from '../../runbook/findings.ts';
import { areCalled } from '../../runbook/objects.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { alertsCalled } from '../../runbook/runbook.ts';
import { runChecks } from '../../runbook/steps.ts';

const repaired = alertsRepairedBy('autoscaler-maxed-out');

/** An autoscaler is at its maximum, or does not get what it asks for: say why, and let it ask for more where that helps. */
export const autoscalerMaxedOut: Runbook = {
  summary: 'An autoscaler is at its maximum: raise that under the cap where more replicas would run, and would help.',
  defaultMode: 'observe',
  timeoutMs: 60 * 60 * 1_000,
  looks: ['autoscaler-state'],
  mayDo: ['raise-autoscaler-max'],

  answers: alertsCalled(alertsAnsweredBy('autoscaler-maxed-out')),

  async diagnose({ target }) {
    return diagnosisOf(await runChecks([{ check: 'autoscaler-state', target }]));
  },

  plan({ target, alerts }, { checks: [state], conclusion }) {
    if (state?.health === 'healthy') return { noPlan: 'already-healthy', because: state.summary };
    if (!state?.facts) return { noPlan: 'no-plan', because: conclusion };
    if (!areCalled(alerts, repaired)) return { noPlan: 'diagnosis-only', because: conclusion };
    const findings = readAutoscalerFacts(state.facts);
    const next = nextMax(findings);
    if ('because' in next) return { noPlan: 'diagnosis-only', because: `${conclusion}; ${next.because}` };
    const summary = `raise the maximum from ${findings.max} to ${next.max} replicas`;
    const settings = { max: String(next.max) };
    return [{ summary, actions: [{ action: 'raise-autoscaler-max', target, settings }] }];
  },

  // As long as it remembers that it wanted more it stays at its maximum, also at one that would do.
  proofOfHealth({ target }, { checks: [state] }) {
    const extraMs = state?.facts ? readAutoscalerFacts(state.facts).settlesMs : 0;
    return [{ check: 'autoscaler-state', target, extraMs }];
  },
};
