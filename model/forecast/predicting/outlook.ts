import type { Prediction } from '../prediction.ts';

const hour = 60 * 60_000;
/** So many forecasts may stay out until nobody is believed to make them any more. */
const missedForecasts = 4;
/** What a crossing's own interval leaves out: a tenth of the lead, and not less than half an hour. */
const toleranceShare = 0.1;
const leastToleranceMs = hour / 2;
/** A chance below this share of the wanted confidence is no crossing worth standing by. */
const lostShare = 0.5;

/** How often a series is forecast. */
export function everyMsOf({ everyMs = hour }: Prediction): number {
  return everyMs;
}

/** How long a prediction stands without being told again. */
export function silenceMsOf(prediction: Prediction): number {
  return missedForecasts * everyMsOf(prediction);
}

/** When the limit is reached at the latest; the end of the horizon where the forecast does not say. */
export function latestMsOf({ crossing, madeAtMs, horizonMs }: Prediction): number {
  return crossing?.latestMs ?? madeAtMs + horizonMs;
}

/** When it is clear whether a prediction has come true. */
export function judgedAtMsOf(prediction: Prediction, raisedAtMs: number): number {
  const leadMs = Math.max(0, (prediction.crossing?.atMs ?? raisedAtMs) - raisedAtMs);
  return latestMsOf(prediction) + Math.max(leastToleranceMs, toleranceShare * leadMs);
}

/** Whether the limit is reached by what was measured last. */
export function isReached({ value, limit }: Prediction): boolean {
  return limit.direction === 'above' ? value >= limit.value : value <= limit.value;
}

/** Whether a crossing is as probable as people want it to be before they hear of it. */
export function isSure({ crossing, terms }: Prediction): boolean {
  return crossing !== null && crossing.probability >= terms.confidence;
}

/** Whether people and repairs are to hear of it: it is sure enough, and leaves time to do something. */
export function isWorthRaising(prediction: Prediction, nowMs: number): boolean {
  const { crossing, terms } = prediction;
  return crossing !== null && isSure(prediction) && crossing.atMs - nowMs >= terms.leastLeadMs;
}

/** When a prediction can wait no longer for its hours. */
export function urgentAtMsOf({ crossing, terms }: Prediction): number {
  return crossing === null ? Number.POSITIVE_INFINITY : crossing.atMs - terms.urgentWithinMs;
}

/** Whether a forecast speaks against what was predicted: the limit is not reached, and is hardly expected to be. */
export function isAgainst(prediction: Prediction): boolean {
  const { crossing, terms } = prediction;
  const isExpected = crossing !== null && crossing.probability >= lostShare * terms.confidence;
  return !isExpected && !isReached(prediction);
}
