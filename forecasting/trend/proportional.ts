import { meanOf } from './mean.ts';

/** Fewer seasons say nothing about how their swings change. */
const fewestSeasons = 4;
/** From this correlation on. */
const clear = 0.8;

/**
 * Whether a series swings the more the higher it is, as traffic does and a disk does not: then its logarithm is what has a
 * trend and seasons.
 */
export function isSwingProportional(values: Float64Array, season: number | undefined): boolean {
  if (!season || values.some((value) => value <= 0)) return false;
  const count = Math.floor(values.length / season);
  if (count < fewestSeasons) return false;
  const blocks = Array.from({ length: count }, (_, nth) =>
    values.subarray(values.length - (nth + 1) * season, values.length - nth * season),
  );
  const means = blocks.map((block) => Math.log(meanOf(block)));
  const swings = blocks.map((block) => Math.log(swingOf(block) || Number.MIN_VALUE));
  return correlation(means, swings) > clear;
}

/** The mean distance from the mean. */
function swingOf(values: Float64Array): number {
  const mean = meanOf(values);
  return meanOf(values.map((value) => Math.abs(value - mean)));
}

function correlation(left: readonly number[], right: readonly number[]): number {
  const [middle, other] = [meanOf(left), meanOf(right)];
  const products = left.reduce((sum, value, index) => sum + (value - middle) * ((right[index] ?? 0) - other), 0);
  const squares = (list: readonly number[], mean: number): number =>
    list.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const size = Math.sqrt(squares(left, middle) * squares(right, other));
  return size > 0 ? products / size : 0;
}
