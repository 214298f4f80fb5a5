import type { Column, History } from '../forecaster.ts';
import { meanOf } from '../history/statistics.ts';
import { ForecastRefusedError } from '../refused.ts';
import { regress } from './regress.ts';
import type { Room } from './room.ts';
import { kept, roomOf } from './room.ts';
import type { Scale, ScaleKind } from './scale.ts';
import { offScale, onScale, scaleOf } from './scale.ts';

/** What an autoregression is made of. */
export interface AutoregressionTerms {
  /** How many steps back the values lie that explain a value, ascending. */
  readonly lags: readonly number[];
  /** Regresses what a value adds to the one so many steps before; 0 for the value itself. */
  readonly difference: number;
  readonly scale: ScaleKind;
  /** What is added to the diagonal of the normal equations, in variances of the series. */
  readonly ridge: number;
}

/** A fitted autoregression: plain JSON. */
export interface Autoregression {
  readonly lags: readonly number[];
  readonly difference: number;
  readonly scale: Scale;
  readonly mean: number;
  readonly deviation: number;
  readonly intercept: number;
  readonly coefficients: readonly number[];
  /** For each column its mean within the history and its coefficient. */
  readonly columns: readonly { readonly mean: number; readonly coefficient: number }[];
  /** The end of the regressed series, as far back as the longest lag, and of the series on its scale. */
  readonly tail: readonly number[];
  readonly base: readonly number[];
  /** Columns at the end of the history, where differences need them. */
  readonly columnTails: readonly (readonly number[])[];
  readonly room: Room;
}

/** Standard deviations that nothing is away: beyond, an unstable fit would run out of numbers. */
const farAway = 1e6;

/**
 * Fits by ridge least squares. Lags that the history does not hold twice are left out.
 *
 * @throws ForecastRefusedError where none is left.
 */
export function fitAutoregression(history: History, terms: AutoregressionTerms): Autoregression {
  const { values, columns } = history;
  const { difference } = terms;
  const lags = terms.lags.filter((lag) => 2 * lag <= values.length - difference);
  const longest = lags.at(-1);
  if (longest === undefined) {
    throw new ForecastRefusedError(
      'too-few-values',
      `${values.length} values are too few to regress them on their past`,
    );
  }
  const scale = scaleOf(values, terms.scale);
  const scaled = onScale(values, scale);
  const regressed = differences(scaled, difference);
  const mean = meanOf(regressed);
  const deviation = Math.sqrt(meanOf(regressed.map((value) => (value - mean) ** 2))) || 1;
  const standard = regressed.map((value) => (value - mean) / deviation);
  const changes = columns.map(({ past }) => differences(past, difference));
  const fit = regress(standard, lags, changes, terms.ridge);
  return {
    lags,
    difference,
    scale,
    mean,
    deviation,
    intercept: fit.intercept,
    coefficients: fit.coefficients,
    columns: fit.columns,
    tail: [...standard.subarray(standard.length - longest)],
    base: [...scaled.subarray(scaled.length - difference)],
    columnTails: columns.map(({ past }) => [...past.subarray(past.length - difference)]),
    room: roomOf(values),
  };
}

/** The steps after the history that it was fitted on. */
export function continueAutoregression(fit: Autoregression, steps: number, columns: readonly Column[]): Float64Array {
  const from = fit.tail.length;
  const standard = new Float64Array(from + steps);
  standard.set(fit.tail);
  const effects = effectsOf(fit, steps, columns);
  for (let step = 0; step < steps; step++) {
    let next = fit.intercept + (effects[step] ?? 0);
    for (let nth = 0; nth < fit.lags.length; nth++) {
      next += (fit.coefficients[nth] ?? 0) * (standard[from + step - (fit.lags[nth] ?? 0)] ?? 0);
    }
    standard[from + step] = Math.min(farAway, Math.max(-farAway, next));
  }
  const regressed = standard.subarray(from).map((value) => value * fit.deviation + fit.mean);
  return kept(offScale(summedUp(regressed, fit.base), fit.scale), fit.room);
}

/** What the columns add at each step ahead. */
function effectsOf(fit: Autoregression, steps: number, columns: readonly Column[]): Float64Array {
  const effects = new Float64Array(steps);
  for (const [nth, { ahead }] of columns.entries()) {
    const { mean, coefficient } = fit.columns[nth] ?? { mean: 0, coefficient: 0 };
    const tail = fit.columnTails[nth] ?? [];
    for (let step = 0; step < steps; step++) {
      const before = step < fit.difference ? (tail[step] ?? 0) : (ahead[step - fit.difference] ?? 0);
      const change = fit.difference > 0 ? (ahead[step] ?? 0) - before : (ahead[step] ?? 0);
      effects[step] = (effects[step] ?? 0) + coefficient * (change - mean);
    }
  }
  return effects;
}

function differences(values: Float64Array, lag: number): Float64Array {
  if (lag === 0) return values;
  return values.subarray(lag).map((value, index) => value - (values[index] ?? 0));
}

/** Takes the differences back, from the values before them. */
function summedUp(changes: Float64Array, base: readonly number[]): Float64Array {
  const lag = base.length;
  if (lag === 0) return changes;
  const values = changes.slice();
  for (let step = 0; step < values.length; step++) {
    values[step] = (values[step] ?? 0) + (step < lag ? (base[step] ?? 0) : (values[step - lag] ?? 0));
  }
  return values;
}
