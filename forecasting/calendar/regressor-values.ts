import type { Series } from '../../model/forecast/series.ts';
import { filledByLines } from '../history/fill-gaps.ts';
import type { ColumnValues, Grid } from './grid.ts';

/**
 * Another series on this grid: the mean of its values within each step, or the value that reaches over it where its own
 * steps are longer. Gaps are filled by a straight line. Where it is not known ahead it goes on as one season ago, the
 * longest that it has twice, or else at its last value. Null where it has no value on this grid.
 */
export function regressorValues(series: Series, grid: Grid): ColumnValues | null {
  const values = onGrid(series, grid);
  const lastKnown = values.findLastIndex((value) => value !== null);
  if (lastKnown < 0) return null;
  const filled = filledByLines(values.slice(0, lastKnown + 1));
  const season = Math.max(1, ...grid.seasons.filter((length) => 2 * length <= filled.length));
  const all = new Float64Array(values.length);
  all.set(filled);
  for (let step = filled.length; step < all.length; step++) all[step] = all[step - season] ?? 0;
  return { all, knownAhead: Math.max(0, lastKnown + 1 - grid.past) };
}

function onGrid(series: Series, { startMs, stepMs, past, ahead }: Grid): (number | null)[] {
  return Array.from({ length: past + ahead }, (_, step) => {
    const fromMs = startMs + step * stepMs;
    const first = Math.max(0, Math.ceil((fromMs - series.startMs) / series.stepMs));
    const end = Math.ceil((fromMs + stepMs - series.startMs) / series.stepMs);
    const within = series.values.slice(first, Math.max(first, end)).filter((value) => value !== null);
    if (end > first) return within.length > 0 ? meanOf(within) : null;
    return series.values[Math.floor((fromMs - series.startMs) / series.stepMs)] ?? null;
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value / values.length, 0);
}
