import type { History } from '../forecaster.ts';
import { ForecastRefusedError } from '../refused.ts';
import type { Layout } from './layout.ts';

/** What numbers are divided by, so that a network sees the same in every unit. It is kept with the weights. */
export interface Normalisation {
  /** How far values usually lie from the mean of the block before them. */
  readonly scale: number;
  /** The middle and the spread of each column. */
  readonly columns: readonly { readonly level: number; readonly scale: number }[];
}

/** What is smaller than this share of the largest number is the rounding of it. */
const rounding = 1e-9;

/** The normalisation for a history. */
export function normalisationOf({ values, columns }: History, { block }: Layout): Normalisation {
  const distances = values.map((value, at) => (at < block ? 0 : value - meanOf(values, at - block, at)));
  return {
    scale: spreadOf(distances.subarray(block), values),
    columns: columns.map(({ past }) => {
      const level = meanOf(past, 0, past.length);
      return {
        level,
        scale: spreadOf(
          past.map((value) => value - level),
          past,
        ),
      };
    }),
  };
}

/** The mean of some values; a sum of the largest numbers would not be finite. */
export function meanOf(values: Float64Array, from: number, to: number): number {
  let mean = 0;
  for (let at = from; at < to; at++) mean += (values[at] ?? 0) / (to - from);
  return mean;
}

/** The root of the mean square, and never so small that the rounding of the values would seem to be their course. */
export function spreadOf(distances: Float64Array, values: Float64Array): number {
  const [largest, least] = [largestOf(distances), rounding * largestOf(values)];
  if (!Number.isFinite(largest)) throw new ForecastRefusedError('out-of-range', 'The values are too far apart.');
  if (largest === 0) return least || 1;
  let sum = 0;
  for (const distance of distances) sum += (distance / largest) ** 2 / distances.length;
  return Math.max(least, largest * Math.sqrt(sum));
}

function largestOf(values: Float64Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}
