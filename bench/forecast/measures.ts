import type { Task } from './data/task.ts';
import { day } from './data/task.ts';

/** What a model expects; without limits where it gives none. */
export interface Expected {
  readonly point: ArrayLike<number>;
  readonly lower: ArrayLike<number> | null;
  readonly upper: ArrayLike<number> | null;
}

/** The level of all intervals. */
export const level = 0.95;

/** How good one forecast was; the last two are null without an interval. */
export interface Measures {
  readonly smape: number;
  readonly mase: number;
  readonly coverage: number | null;
  readonly msis: number | null;
}

/**
 * The measures of the M4 competition, with h values y, forecasts ŷ and limits l and u:
 *
 * - sMAPE = 200 / h · Σ |y − ŷ| / (|y| + |ŷ|), where 0 / 0 is 0;
 * - MASE = 1 / h · Σ |y − ŷ| / s, s being the mean of |y_t − y_{t−24}| within the history
 *   (R. J. Hyndman, A. B. Koehler: Another look at measures of forecast accuracy, 2006);
 * - coverage, the share of l ≤ y ≤ u;
 * - MSIS = 1 / h · Σ (u − l + 2/α · max(0, l − y) + 2/α · max(0, y − u)) / s, with α = 0.05
 *   (T. Gneiting, A. E. Raftery: Strictly proper scoring rules, prediction, and estimation, 2007).
 *
 * S. Makridakis, E. Spiliotis, V. Assimakopoulos: The M4 Competition: 100,000 time series and 61 forecasting methods, 2020.
 */
export function measuresOf({ history, actual }: Task, { point, lower, upper }: Expected): Measures {
  const scale = meanOf(history.slice(day).map((value, index) => Math.abs(value - (history[index] ?? value)))) || 1e-9;
  const errors = actual.map((value, step) => Math.abs(value - at(point, step)));
  const shares = errors.map(
    (error, step) => (200 * error) / (Math.abs(actual[step] ?? 0) + Math.abs(at(point, step)) || 1),
  );
  const mase = meanOf(errors) / scale;
  if (!lower || !upper) return { smape: meanOf(shares), mase, coverage: null, msis: null };
  const outside = actual.map((value, step) => Math.max(0, at(lower, step) - value, value - at(upper, step)));
  const penalised = outside.map((beyond, step) => at(upper, step) - at(lower, step) + (2 / (1 - level)) * beyond);
  return {
    smape: meanOf(shares),
    mase,
    coverage: meanOf(outside.map((beyond) => Number(beyond === 0))),
    msis: meanOf(penalised) / scale,
  };
}

function at(list: ArrayLike<number>, step: number): number {
  return list[step] ?? NaN;
}

/** Mean over all forecasts; null where one has none. */
export function meanMeasures(all: readonly Measures[]): Measures {
  const mean = (of: (one: Measures) => number | null): number | null => {
    const values = all.map(of).filter((value) => value !== null);
    return values.length === all.length ? meanOf(values) : null;
  };
  return {
    smape: meanOf(all.map(({ smape }) => smape)),
    mase: meanOf(all.map(({ mase }) => mase)),
    coverage: mean(({ coverage }) => coverage),
    msis: mean(({ msis }) => msis),
  };
}

/** The overall weighted average: how large both errors are in those of Naive2, on average. */
export function owaOf(model: Measures, naive2: Measures): number {
  return (model.smape / naive2.smape + model.mase / naive2.mase) / 2;
}

/** The mean of numbers. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
