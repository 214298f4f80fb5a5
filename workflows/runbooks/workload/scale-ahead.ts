import { predictionAmong } from '../../../model/forecast/predicting/predictive-alert.ts';
import { longestMs, peakMs } from '../../../model/forecast/predicting/waits.ts';
import { diagnosisOf, factOf } from '../../runbook/findings.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { runChecks } from '../../runbook/steps.ts';

/** A peak that comes later than this is another one. */
const anotherPeakMs = 60 * 60_000;

/**
 * A load is predicted that a workload would not bear: have more of it before the peak, and as many as before once that is over. The
 * engine does the waiting: a scale-out only contains, so it stands until the peak has passed, and is then taken back.
 */
export const scaleAhead: Runbook = {
  summary: 'A load is predicted: scale the workload out before its peak, and back when that is over.',
  defaultMode: 'observe',
  timeoutMs: 60 * 60 * 1_000,
  looks: ['replica-room', 'workload-health', 'forecast-receded'],
  mayDo: ['scale-workload'],

  // Only operators know which forecast is about whose load: they name this runbook for it.
  answers: () => false,

  async diagnose({ target }) {
    const [room, health] = [{ check: 'replica-room', target } as const, { check: 'workload-health', target } as const];
    return diagnosisOf(await runChecks([room, health]));
  },

  plan({ target, alerts }, { checks: [room], conclusion }) {
    const prediction = predictionAmong(alerts);
    if (!prediction) return { noPlan: 'diagnosis-only', because: `nothing is predicted: ${conclusion}` };
    if (peakMs(prediction, Date.now()) === longestMs)
      return { noPlan: 'diagnosis-only', because: `the peak may be over a day away: ${conclusion}` };
    const [now, next] = [factOf(room, 'value'), factOf(room, 'next')];
    if (room?.health !== 'healthy' || next === '') return { noPlan: 'diagnosis-only', because: conclusion };
    const summary = `scale out from ${now} to ${next} replicas until the peak is over`;
    return [{ summary, actions: [{ action: 'scale-workload', target, settings: { replicas: next } }] }];
  },

  proofOfHealth({ target, alerts }) {
    const prediction = predictionAmong(alerts);
    if (!prediction) return [{ check: 'workload-health', target }];
    const { id, latestMs } = prediction;
    const forecast = { prediction: id, sinceMs: latestMs, aheadMs: anotherPeakMs };
    const extraMs = peakMs(prediction, Date.now());
    return [
      { check: 'workload-health', target },
      { check: 'forecast-receded', target, forecast, extraMs },
    ];
  },
};
