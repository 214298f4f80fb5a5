import { chanceInWords } from '../../model/text/chance.ts';
import { durationInWords } from '../../model/text/duration.ts';
import { quantityInWords } from '../../model/text/quantity.ts';
import { clockOf, dayOf, momentInWords } from '../../model/text/utc.ts';
import { isReached } from '../crossing/first-crossing.ts';
import { shownUnit } from './axes.ts';
import type { Pictured } from './view.ts';

/** What a forecast says of its limit, in one sentence for people; of the values at its end where there is no limit. */
export function verdictOf({ series, forecast, limit, crossing }: Pictured): string {
  const unit = shownUnit(series.unit);
  const horizonMs = forecast.yhat.length * forecast.stepMs;
  if (!limit) {
    const [yhat, lower, upper] = [forecast.yhat, forecast.lower, forecast.upper].map((values) =>
      quantityInWords(values.at(-1) ?? 0, unit),
    );
    return `${yhat} expected in ${durationInWords(horizonMs)} (${lower} to ${upper})`;
  }
  const named = `${limit.direction} ${quantityInWords(limit.value, unit)}`;
  const last = series.values.findLast((value) => value !== null);
  if (typeof last === 'number' && isReached(limit, last)) return `${quantityInWords(last, unit)} now: already ${named}`;
  if (!crossing) return `Not expected ${named} within ${durationInWords(horizonMs)}`;
  const { atMs, earliestMs, latestMs, probability } = crossing;
  const until = latestMs === null ? 'or later' : `to ${shortMoment(latestMs, earliestMs)}`;
  const between = `${shortMoment(earliestMs, atMs)} ${until}`;
  return `Expected ${named} on ${momentInWords(atMs)} UTC (${between}), ${chanceInWords(probability)} likely`;
}

/** The day is said where it is another one. */
function shortMoment(ms: number, besideMs: number): string {
  return dayOf(ms) === dayOf(besideMs) ? clockOf(ms) : `${dayOf(ms)}, ${clockOf(ms)}`;
}
