import { alertsAnsweredBy } from '../../../model/kubernetes/alerts/catalogue.ts';
import { diagnosisOf } from '../../runbook/findings.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { alertsCalled } from '../../runbook/runbook.ts';
import { runChecks } from '../../runbook/steps.ts';

/** A namespace uses up what it may: say what of, and what was refused for it. How much it may is for people. */
export const quotaExhausted: Runbook = {
  summary: 'A namespace uses up its quota: say of what, and what was refused for it; nothing is changed.',
  defaultMode: 'observe',
  timeoutMs: 60 * 60 * 1_000,
  looks: ['quota-state'],
  mayDo: [],

  answers: alertsCalled(alertsAnsweredBy('quota-exhausted')),

  async diagnose({ target }) {
    return diagnosisOf(await runChecks([{ check: 'quota-state', target }]));
  },

  plan(_trouble, { checks: [state], conclusion }) {
    if (state?.health === 'healthy') return { noPlan: 'already-healthy', because: state.summary };
    return { noPlan: state?.health === 'unhealthy' ? 'diagnosis-only' : 'no-plan', because: conclusion };
  },

  proofOfHealth: ({ target }) => [{ check: 'quota-state', target }],
};
