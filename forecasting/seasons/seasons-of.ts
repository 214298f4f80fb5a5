import { meanOf, movingMean } from '../history/statistics.ts';
import { onScale, scaleOf } from '../autoregression/scale.ts';
import { otherPeriods } from './other-periods.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const calendarMs = [hourMs, dayMs, 7 * dayMs, 365 * dayMs] as const;

/** A season of the calendar explains at least this share of what is not trend, judged on seasons it was not made from. */
const explainedByCalendar = 0.1;
/** One that no calendar knows has to show itself more clearly. */
const explainedByOthers = 0.3;
const mostSeasons = 3;

/** A length this near to one of the calendar is that one, seen through noise. */
const nearby = 0.06;

/**
 * Lengths of seasons in steps, ascending: those of hour, day, week and year that show, and others. Each lies at least
 * twice in the values. The values are looked at and their ranks as well: regular peaks show in the first, and what lies
 * under a few wild ones in the second.
 */
export function seasonsOf(values: Float64Array, stepMs: number): readonly number[] {
  let rests: readonly Float64Array[] = [values, onScale(values, scaleOf(values, 'rank'))];
  const seasons: number[] = [];
  const take = (season: number, least: number): void => {
    const found = rests.map((rest) => seasonIn(rest, season));
    if (seasons.length >= mostSeasons || found.every(({ explained }) => explained < least)) return;
    seasons.push(season);
    rests = found.map(({ without }) => without);
  };
  const calendar = calendarMs.map((ms) => ms / stepMs).filter((season) => Number.isInteger(season) && season > 1);
  for (const season of calendar.filter((length) => 2 * length <= values.length)) take(season, explainedByCalendar);
  for (const season of new Set(rests.flatMap(otherPeriods))) {
    const isNew = [...calendar, ...seasons].every((known) => Math.abs(season - known) > nearby * known);
    if (isNew) take(season, explainedByOthers);
  }
  return seasons.toSorted((a, b) => a - b);
}

/**
 * The share of what is not trend that a season explains, and what is left without it. Each value is expected where the
 * same moments of the other seasons were: chance explains less than nothing.
 */
function seasonIn(values: Float64Array, season: number): { explained: number; without: Float64Array } {
  const level = movingMean(values, season);
  const swing = values.map((value, at) => value - (level[at] ?? 0));
  const [sums, counts] = [new Float64Array(season), new Float64Array(season)];
  for (const [at, value] of swing.entries()) {
    sums[at % season] = (sums[at % season] ?? 0) + value;
    counts[at % season] = (counts[at % season] ?? 0) + 1;
  }
  let [left, all] = [0, 0];
  for (const [at, value] of swing.entries()) {
    const others = (counts[at % season] ?? 1) - 1;
    const expected = others > 0 ? ((sums[at % season] ?? 0) - value) / others : 0;
    left += (value - expected) ** 2;
    all += value ** 2;
  }
  const profile = sums.map((sum, phase) => sum / Math.max(1, counts[phase] ?? 1));
  const middle = meanOf(profile);
  return {
    explained: all > 0 ? 1 - left / all : 0,
    without: values.map((value, at) => value - (profile[at % season] ?? 0) + middle),
  };
}
