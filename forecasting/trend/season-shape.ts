import { solvePositiveDefinite } from '../autoregression/solve.ts';
import type { Thinned } from './thinned.ts';

/** A sum of waves: the sine and cosine of each whole multiple of a season's frequency that it has. */
export interface SeasonShape {
  readonly waves: readonly Wave[];
  /** The end of what it was learned from, and how long that is; both in steps. */
  readonly end: number;
  readonly span: number;
}
interface Wave {
  /** In radians a step. */
  readonly frequency: number;
  /** At the end. */
  readonly sine: number;
  readonly cosine: number;
  /** How much they gain over the span. */
  readonly sineGain: number;
  readonly cosineGain: number;
}

/** The trend may bend in so many places, so that it is not taken for a season. */
const bends = 20;
const wavesOfASeason = 8;
/** A season that holds another one differs by the part of it, as weekends do by the hour. */
const wavesAroundAnother = 15;
/** Against waves and bends that nothing speaks for; in units of a value's weight. */
const [stiffOfWaves, stiffOfGrowth, stiffOfBends] = [0.3, 1, 3];
/** Just enough to be solved. */
const stiffOfLine = 1e-6;
/** The longest waves may become larger or smaller, and go on to do so for this share of the span at the most. */
const wavesThatGrow = 4;
const farthestGrowth = 0.1;
const rounds = 3;
/** Residuals beyond so many standard deviations weigh less. Peaks that grow are no outliers, so these are many. */
const huber = 4;

/**
 * The seasonal shape beside a trend that may bend, by weighted ridge regression: P. J. Huber's M-estimator, so that single
 * wild values change little. Also what is left of the values without season and trend.
 */
export function fitSeasons(
  { times, values, stride }: Thinned,
  seasons: readonly number[],
): { readonly shape: SeasonShape; readonly residuals: readonly number[] } {
  const frequencies = frequenciesOf(seasons, stride);
  const rows = designOf(times, frequencies);
  const growing = frequencies.slice(0, wavesThatGrow);
  const penalties = [
    ...[0, 0].map(() => stiffOfLine),
    ...Array.from({ length: bends }, () => stiffOfBends),
    ...frequencies.flatMap(() => [stiffOfWaves, stiffOfWaves]),
    ...growing.flatMap(() => [stiffOfGrowth, stiffOfGrowth]),
  ];
  let weights = values.map(() => 1);
  let solution: Float64Array = new Float64Array();
  let residuals: readonly number[] = [];
  for (let round = 0; round < rounds; round++) {
    solution = solve(rows, values, weights, penalties);
    residuals = rows.map((row, index) => (values[index] ?? 0) - dot(row, solution));
    const scale = scaleOf(residuals);
    weights = residuals.map((residual) =>
      Math.abs(residual) <= huber * scale ? 1 : (huber * scale) / Math.abs(residual),
    );
  }
  const first = 2 + bends;
  const afterWaves = first + 2 * frequencies.length;
  const waves = frequencies.map((frequency, nth) => ({
    frequency,
    sine: solution[first + 2 * nth] ?? 0,
    cosine: solution[first + 2 * nth + 1] ?? 0,
    sineGain: solution[afterWaves + 2 * nth] ?? 0,
    cosineGain: solution[afterWaves + 2 * nth + 1] ?? 0,
  }));
  return { shape: { waves, ...spanOf(times) }, residuals };
}

/** The seasonal part at a time, in steps. */
export function seasonAt({ waves, end, span }: SeasonShape, time: number): number {
  const gain = Math.min(farthestGrowth, (time - end) / span);
  return waves.reduce((sum, { frequency, sine, cosine, sineGain, cosineGain }) => {
    const [up, across] = [sine + gain * sineGain, cosine + gain * cosineGain];
    return sum + up * Math.sin(frequency * time) + across * Math.cos(frequency * time);
  }, 0);
}

/** The standard deviation by the median absolute one. */
export function scaleOf(residuals: readonly number[]): number {
  const sorted = residuals.map(Math.abs).toSorted((a, b) => a - b);
  return 1.4826 * (sorted[Math.floor(sorted.length / 2)] ?? 0);
}

function frequenciesOf(seasons: readonly number[], stride: number): readonly number[] {
  return seasons.flatMap((season, index) => {
    const within = seasons[index - 1];
    const most = Math.min(within ? wavesAroundAnother : wavesOfASeason, Math.floor(season / stride / 2) - 1);
    const multiples = Array.from({ length: Math.max(0, most) }, (_, nth) => nth + 1);
    const own = within
      ? multiples.filter(
          (multiple) => Math.abs(Math.round((multiple * within) / season) * season - multiple * within) > 1e-6,
        )
      : multiples;
    return own.map((multiple) => (2 * Math.PI * multiple) / season);
  });
}

function designOf(times: readonly number[], frequencies: readonly number[]): readonly Float64Array[] {
  const { end, span } = spanOf(times);
  return times.map((time) => {
    const part = 1 + (time - end) / span;
    const trend = Array.from({ length: bends }, (_, nth) => bent(part, (nth + 1) / (bends + 1)));
    const waves = frequencies.flatMap((frequency) => [Math.sin(frequency * time), Math.cos(frequency * time)]);
    const growth = waves.slice(0, 2 * wavesThatGrow).map((wave) => wave * (part - 1));
    return Float64Array.from([1, part, ...trend, ...waves, ...growth]);
  });
}

function spanOf(times: readonly number[]) {
  const end = times.at(-1) ?? 0;
  return { end, span: Math.max(1, end - (times[0] ?? 0)) };
}

/** 0 up to where it bends, and 1 at the end. */
function bent(part: number, from: number): number {
  return Math.max(0, (part - from) / (1 - from));
}

function solve(
  rows: readonly Float64Array[],
  values: readonly number[],
  weights: readonly number[],
  penalties: readonly number[],
): Float64Array {
  const width = penalties.length;
  const [matrix, right] = [new Float64Array(width * width), new Float64Array(width)];
  penalties.forEach((penalty, nth) => (matrix[nth * width + nth] = penalty));
  for (const [index, row] of rows.entries()) {
    const [value, weight] = [values[index] ?? 0, weights[index] ?? 0];
    for (let i = 0; i < width; i++) {
      const weighted = weight * (row[i] ?? 0);
      right[i] = (right[i] ?? 0) + weighted * value;
      for (let j = 0; j <= i; j++) matrix[i * width + j] = (matrix[i * width + j] ?? 0) + weighted * (row[j] ?? 0);
    }
  }
  return solvePositiveDefinite(matrix, right);
}

function dot(row: Float64Array, solution: Float64Array): number {
  return row.reduce((sum, value, index) => sum + value * (solution[index] ?? 0), 0);
}
