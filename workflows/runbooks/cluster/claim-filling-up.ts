import { predictionAmong } from '../../../model/forecast/predicting/predictive-alert.ts';
import { alertsAnsweredBy, alertsRepairedBy } from '../../../model/kubernetes/alerts/catalogue.ts';
import { nextSize, readClaimFacts } from '../../../model/kubernetes/capacity/claim.ts';
import { bytesInWords } from '../../../model/kubernetes/quantity.ts';
import { diagnosisOf } from '../../runbook/findings.ts';
import { areCalled } from '../../runbook/objects.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { alertsCalled } from '../../runbook/runbook.ts';
import { forecastChecks } from '../../runbook/predicted.ts';
import { runChecks } from '../../runbook/steps.ts';

const repaired = alertsRepairedBy('claim-filling-up');

/** A volume fills up or is in trouble: say what it is, and let it grow by a step where its class allows. */
export const claimFillingUp: Runbook = {
  summary: 'A volume fills up: expand its claim by one step where its class allows that; nothing is deleted from it.',
  defaultMode: 'observe',
  timeoutMs: 60 * 60 * 1_000,
  looks: ['claim-state', 'claim-expanded', 'forecast-receded'],
  mayDo: ['expand-claim'],

  answers: alertsCalled(alertsAnsweredBy('claim-filling-up')),

  async diagnose({ target }) {
    return diagnosisOf(await runChecks([{ check: 'claim-state', target }]));
  },

  plan({ target, alerts }, { checks: [state], conclusion }) {
    // What will be full is expanded while it is not.
    const isPredicted = predictionAmong(alerts) !== null;
    if (state?.health === 'healthy' && !isPredicted) return { noPlan: 'already-healthy', because: state.summary };
    if (!areCalled(alerts, repaired) && !isPredicted) return { noPlan: 'diagnosis-only', because: conclusion };
    if (!state?.facts) return { noPlan: 'no-plan', because: conclusion };
    const claim = readClaimFacts(state.facts);
    const next = nextSize(claim);
    if ('because' in next) return { noPlan: 'diagnosis-only', because: `${conclusion}; ${next.because}` };
    const summary = `expand the claim from ${bytesInWords(claim.size)} to ${bytesInWords(next.bytes)}, for good`;
    const settings = { bytes: String(next.bytes) };
    return [{ summary, actions: [{ action: 'expand-claim', target, settings }] }];
  },

  proofOfHealth: ({ target, alerts }) => [{ check: 'claim-expanded', target }, ...forecastChecks(target, alerts)],
};
