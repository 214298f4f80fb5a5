import type { ForecastQuestion } from '../../model/forecast/forecast.ts';
import type { Series } from '../../model/forecast/series.ts';
import { columnsOf } from '../calendar/columns.ts';
import type { History } from '../forecaster.ts';
import { ForecastRefusedError } from '../refused.ts';
import { seasonsOf } from '../seasons/seasons-of.ts';
import { filledByLines, filledBySeason } from './fill-gaps.ts';

/**
 * The last so many values are learned from: two weeks of five minutes, half a year of hours. Older ones change no
 * forecast that is worth the time they take, and a series of millions would take all of it.
 */
const mostValues = 4_096;
/** Fewer tell nothing, whatever a formula makes of them. */
const leastValues = 12;
/** So many steps ahead for each value that is known: further than that is a guess. */
const mostStepsPerValue = 3;
/** More than this share may not be missing. */
const mostMissing = 0.4;
/** What has not been measured for so many steps, or this share of the history, is no present to forecast from. */
const freshSteps = 3;
const freshShare = 0.05;
/** Squares and differences of larger numbers may be no numbers any more, and those of smaller ones are 0. */
const beyondAnything = 1e100;

/**
 * What a forecaster learns from: the end of the series without its gaps, its seasons, and what explains it.
 *
 * @throws ForecastRefusedError where there is too little, too much is missing, or the numbers are out of all range.
 */
export function historyOf(question: ForecastQuestion): History {
  const { series, horizon } = question;
  const { values, startMs } = measured(series);
  refuseUnfit(values, horizon);
  const { stepMs } = series;
  const lines = filledByLines(values);
  const fits = (season: number): boolean => Number.isInteger(season) && season > 1 && 2 * season <= values.length;
  const seasons =
    question.seasons === 'auto'
      ? seasonsOf(lines, stepMs)
      : [...new Set(question.seasons.filter(fits))].toSorted(ascending);
  const filled = filledBySeason(values, seasons[0] ?? null);
  const grid = { startMs, stepMs, past: filled.length, ahead: horizon, seasons };
  return { values: filled, startMs, stepMs, seasons, columns: columnsOf(question, grid), seed: question.seed, horizon };
}

/** The last values from the first that was measured, and when that was. */
function measured({ values, startMs, stepMs }: Series): Pick<Series, 'values' | 'startMs'> {
  const recent = Math.max(0, values.length - mostValues);
  let first = recent;
  while (first < values.length && values[first] === null) first++;
  return { values: values.slice(first), startMs: startMs + first * stepMs };
}

function refuseUnfit(values: readonly (number | null)[], horizon: number): void {
  const known = values.filter((value) => value !== null);
  if (known.length < leastValues) {
    throw new ForecastRefusedError(
      'too-few-values',
      `${known.length} values are fewer than the ${leastValues} it takes`,
    );
  }
  if (known.length * mostStepsPerValue < horizon) {
    throw new ForecastRefusedError('too-few-values', `${known.length} values say nothing about ${horizon} steps ahead`);
  }
  const missing = values.length - known.length;
  if (missing > mostMissing * values.length) {
    throw new ForecastRefusedError('too-many-gaps', `${missing} of ${values.length} values are missing`);
  }
  const old = values.length - 1 - values.findLastIndex((value) => value !== null);
  if (old > Math.max(freshSteps, freshShare * values.length)) {
    throw new ForecastRefusedError('stale', `the last ${old} values are missing`);
  }
  if (
    known.some((value) => !(Math.abs(value) < beyondAnything) || (value !== 0 && Math.abs(value) < 1 / beyondAnything))
  ) {
    throw new ForecastRefusedError('out-of-range', `values have to lie between 1e-100 and 1e100, or be 0`);
  }
}

function ascending(one: number, other: number): number {
  return one - other;
}
