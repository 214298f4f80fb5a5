import type { AlertDetail } from '../../alert/tracked-alerts.ts';
import type { PredictiveAlert } from './predictive-alert.ts';
import { predictionAmong } from './predictive-alert.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
/** Beyond this nobody waits for a forecast. */
export const longestMs = day;
/** What a forecast may be late by. */
const spareMs = 10 * minute;
/** Rungs of a ladder that are each held against the next forecast. */
const rungs = 3;

type Alerts = readonly Pick<AlertDetail, 'annotations'>[];

/** How much longer than the policy says a repair may take to show in a forecast: it needs the next one, and may miss it. */
export function recedingMs({ everyMs }: PredictiveAlert): number {
  return Math.min(longestMs, 2 * everyMs + spareMs);
}

/** How long a peak is stood through: until it is over at the latest, and a forecast says so. */
export function peakMs(prediction: PredictiveAlert, nowMs: number): number {
  return Math.min(longestMs, Math.max(0, prediction.latestMs - nowMs) + recedingMs(prediction));
}

/** How much longer than any other a repair for these alerts may take; 0 where none of them is a prediction. */
export function predictionWaitMs(alerts: Alerts, nowMs: number): number {
  const prediction = predictionAmong(alerts);
  return prediction ? Math.max(rungs * recedingMs(prediction), peakMs(prediction, nowMs)) : 0;
}

/** How long it takes predictions to be taken back once they have receded; 0 where there is none. */
export function takenBackMs(alerts: Alerts): number {
  const prediction = predictionAmong(alerts);
  return prediction ? (prediction.recedesAfter + 1) * prediction.everyMs + spareMs : 0;
}
