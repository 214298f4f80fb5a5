import { durationInWords } from '../../../model/text/duration.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';

/** A forecast that is due is looked for so often. */
const leastWaitMs = 15_000;
/** So many forecasts may stay out before nobody is believed to make them any more. */
const missedForecasts = 4;

/**
 * Whether what was predicted is no longer expected: a forecast that was made late enough sees the limit neither reached nor
 * ahead. Where nobody forecasts any more, nobody knows.
 */
export const forecastReceded: CheckRunner = async ({ forecast }, { readPrediction }) => {
  if (!forecast) return { health: 'unknown', summary: 'no prediction was named' };
  const { prediction, sinceMs, aheadMs } = forecast;
  const notice = await readPrediction(prediction).catch(() => undefined);
  if (!notice) return { health: 'unknown', summary: 'nobody knows of this prediction, or can be asked' };
  const { status, madeAtMs, everyMs, isReached, crossingMs } = notice;
  const nowMs = Date.now();
  const againInMs = Math.max(leastWaitMs, Math.min(everyMs, madeAtMs + everyMs - nowMs));
  if (nowMs < sinceMs || madeAtMs <= sinceMs) {
    const isSilent = nowMs - madeAtMs > missedForecasts * everyMs || (status === 'ended' && nowMs >= sinceMs);
    if (isSilent) return { health: 'unknown', summary: 'nobody forecasts it any more', againInMs };
    return { health: 'unhealthy', summary: 'the next forecast is awaited', againInMs };
  }
  if (isReached) return { health: 'unhealthy', summary: 'the limit is reached', againInMs };
  const isAhead = crossingMs !== null && (aheadMs === null || crossingMs - nowMs < aheadMs);
  if (!isAhead) return { health: 'healthy', summary: 'the forecast has receded' };
  const summary = `still expected in ${durationInWords(Math.max(0, crossingMs - nowMs))}`;
  return { health: 'unhealthy', summary, againInMs };
};
