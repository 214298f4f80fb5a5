import { meanOf } from '../history/statistics.ts';

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
  const [ones, others] = [aroundMean(left), aroundMean(right)];
  const size = Math.sqrt(productOf(ones, ones) * productOf(others, others));
  return size > 0 ? productOf(ones, others) / size : 0;
}

function aroundMean(list: readonly number[]): readonly number[] {
  const mean = meanOf(list);
  return list.map((value) => value - mean);
}

function productOf(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}
