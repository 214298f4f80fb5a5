import type { IssuedForecast } from '../../model/forecast/running/issued.ts';
import type { ScoredValues, WithinCounts } from '../../model/forecast/scoring/scored.ts';
import type { Series } from '../../model/forecast/series.ts';
import type { ForecasterName } from '../../model/names.ts';

/** What one model's forecasts of a series were worth. */
export type ComparedValues = Pick<ScoredValues, 'model' | 'near' | 'far' | 'errors'>;

interface Comparison {
  readonly compared: readonly ComparedValues[];
  /** What lies still ahead: it is compared later, so that each value is compared once. */
  readonly left: readonly IssuedForecast[];
}

/** Up to this share of the horizon a value is near. */
const nearShare = 0.25;

const none: WithinCounts = { compared: 0, within: 0 };
const nothing = { near: none, far: none, errors: { count: 0, sum: 0 } };

/**
 * Holds what earlier runs forecast against what has been measured since. A moment of which no value was measured says nothing,
 * once later ones were.
 *
 * @param season the length in steps of the season that the naive forecast repeats.
 */
export function compareIssued(
  issued: readonly IssuedForecast[],
  series: Series,
  { horizonMs, season }: { readonly horizonMs: number; readonly season: number },
): Comparison {
  const { startMs, stepMs, values } = series;
  const newestMs = startMs + values.findLastIndex((value) => value !== null) * stepMs;
  const naiveError = naiveErrorOf(series, season);
  const byModel = new Map<ForecasterName, ComparedValues>();

  for (const { model, madeAtMs, points } of issued) {
    for (const { atMs, yhat, lower, upper } of points) {
      const measured = values[(atMs - startMs) / stepMs] ?? null;
      if (atMs > newestMs || measured === null) continue;
      const so = byModel.get(model) ?? { model, ...nothing };
      const lead = atMs - madeAtMs <= nearShare * horizonMs ? 'near' : 'far';
      const within = measured >= lower && measured <= upper;
      const error = naiveError > 0 ? Math.abs(measured - yhat) / naiveError : Number.NaN;
      byModel.set(model, {
        ...so,
        [lead]: { compared: so[lead].compared + 1, within: so[lead].within + (within ? 1 : 0) },
        errors: Number.isFinite(error) ? { count: so.errors.count + 1, sum: so.errors.sum + error } : so.errors,
      });
    }
  }
  const left = issued.map((each) => ({ ...each, points: each.points.filter(({ atMs }) => atMs > newestMs) }));
  return { compared: [...byModel.values()], left: left.filter(({ points }) => points.length > 0) };
}

/** Both together; they are of one model. */
export function addCompared(one: ComparedValues, other: ComparedValues): ComparedValues {
  const add = (lead: 'near' | 'far'): WithinCounts => ({
    compared: one[lead].compared + other[lead].compared,
    within: one[lead].within + other[lead].within,
  });
  const errors = { count: one.errors.count + other.errors.count, sum: one.errors.sum + other.errors.sum };
  return { model: one.model, near: add('near'), far: add('far'), errors };
}

/** How far measured values lie from those a season before, on average; 0 where there are no two. */
function naiveErrorOf({ values }: Series, season: number): number {
  let [sum, count] = [0, 0];
  for (const [at, value] of values.entries()) {
    const before = values[at - season] ?? null;
    if (value === null || before === null) continue;
    sum += Math.abs(value - before);
    count++;
  }
  return count === 0 ? 0 : sum / count;
}
