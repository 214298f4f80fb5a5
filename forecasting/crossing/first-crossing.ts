import type { Crossing, Limit } from '../../model/forecast/crossing.ts';
import type { Forecast } from '../../model/forecast/forecast.ts';
import type { Sample } from '../../model/forecast/sample.ts';
import type { FirstPassage } from './first-passage.ts';
import { firstPassage } from './first-passage.ts';

/** Nine cases of ten lie between these. */
const [early, late] = [0.05, 0.95];
const halvings = 40;

/**
 * When a forecast first reaches a limit. The time is the median of the cases in which it is reached within the horizon; of
 * all cases one in twenty comes before the interval, and one in twenty after it.
 *
 * Null where fewer than one case in twenty reaches it, and where it is reached already: that is the alert's business, and
 * no prediction.
 *
 * @param now the last measurement; a forecast that is older is read from there on.
 */
export function firstCrossing(forecast: Forecast, limit: Limit, now: Sample): Crossing | null {
  if (isReached(limit, now.value)) return null;

  const passage = firstPassage(forecast, limit, now);
  const probability = passage.probabilityBy(passage.endMs);
  if (probability < early) return null;
  return {
    atMs: momentOf(passage, Math.max(early, probability / 2), now.atMs),
    earliestMs: momentOf(passage, early, now.atMs),
    latestMs: probability < late ? null : momentOf(passage, late, now.atMs),
    probability,
  };
}

/**
 * How probable it is that a limit is reached by a moment, given in milliseconds since 1970: the end of the forecast
 * where that is earlier. 1 where it is reached already.
 */
export function probabilityOfCrossing(forecast: Forecast, limit: Limit, now: Sample): (untilMs: number) => number {
  if (isReached(limit, now.value)) return () => 1;
  const passage = firstPassage(forecast, limit, now);
  return (untilMs) => passage.probabilityBy(untilMs);
}

/** Whether a value is at a limit or beyond it. */
export function isReached({ direction, value }: Limit, measured: number): boolean {
  return direction === 'above' ? measured >= value : measured <= value;
}

/** The first moment at which so many cases have reached the limit. */
function momentOf(passage: FirstPassage, share: number, nowMs: number): number {
  let [before, after] = [nowMs, passage.endMs];
  for (let nth = 0; nth < halvings && after - before > 1; nth++) {
    const middle = (before + after) / 2;
    if (passage.probabilityBy(middle) < share) before = middle;
    else after = middle;
  }
  return Math.round(after);
}
