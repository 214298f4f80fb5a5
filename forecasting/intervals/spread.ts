import { meanOf } from '../history/statistics.ts';
import type { Trial } from './backtest.ts';

/** The growth of errors with the horizon is read from so many pieces of it. */
const pieces = 8;
/** And follows a power of the steps ahead, of which few are no different. */
const firstSteps = 2;
/** Few trials show more growth, or less, than there is: so much of it is believed. */
const believedGrowth = 0.7;
const mostGrowth = 1.5;
/** The quietest moments of a day keep this share of the usual error. */
const quietest = 0.1;
/** Expected values next to 0 would make relative errors of anything. */
const leastShare = 1e-3;

/** How far off a forecast usually is, at each of its steps. */
export interface Spread {
  /** For a forecast that begins after so many values, and expects these. */
  at(origin: number, expected: Float64Array): Float64Array;
}

/** What is learned from trials. */
export interface SpreadTerms {
  /** Steps of the season that errors are seen to follow; 1 where there is none. */
  readonly season: number;
  /** Whether errors grow with what is expected. */
  readonly isRelative: boolean;
  /** Errors are never taken to be smaller on average: the typical one of a naive forecast, or a share of it. */
  readonly least: number;
}

/**
 * Learns from trials how large errors are: on average, times a power of the steps ahead, times the root of how they
 * follow the season, times what is expected where they are relative.
 */
export function spreadOf(trials: readonly Trial[], { season, isRelative, least }: SpreadTerms): Spread {
  const level = meanOf(trials.map(({ expected }) => meanOf(expected.map(Math.abs))));
  const units = (expected: Float64Array): Float64Array =>
    expected.map((value) => (isRelative ? Math.max(Math.abs(value), leastShare * level) : 1));
  const sizes = trials.map(({ expected, errors }) => {
    const unit = units(expected);
    return errors.map((error, step) => Math.abs(error) / (unit[step] || 1));
  });
  const usual = Math.max(meanOf(sizes.map(meanOf)), isRelative && level > 0 ? least / level : least);
  const growth = growthOf(sizes);
  const rhythm = rhythmOf(trials, sizes, season);
  const hidden = sizes[0]?.length ?? 1;
  const typical = meanOf(Array.from({ length: hidden }, (_, step) => powerOf(step, growth)));
  return {
    at: (origin, expected) =>
      units(expected).map((unit, step) => {
        const moment = Math.sqrt(rhythm[(origin + step) % season] ?? 1);
        return usual * (powerOf(step, growth) / typical) * moment * unit;
      }),
  };
}

function powerOf(step: number, growth: number): number {
  return (step + 1 + firstSteps) ** growth;
}

/** The power of the steps ahead that errors grow with: the slope of their logarithms. */
function growthOf(sizes: readonly Float64Array[]): number {
  const length = sizes[0]?.length ?? 0;
  const piece = Math.max(1, Math.floor(length / pieces));
  const points = Array.from({ length: Math.floor(length / piece) }, (_, nth) => ({
    at: Math.log(nth * piece + (piece + 1) / 2 + firstSteps),
    size: meanOf(sizes.map((size) => meanOf(size.subarray(nth * piece, (nth + 1) * piece)))),
  }));
  const usual = meanOf(points.map(({ size }) => size));
  if (usual === 0 || points.length < 2) return 0;
  const logarithms = points.map(({ at, size }) => ({ at, size: Math.log(size / usual + 1e-9) }));
  const [centre, middle] = [meanOf(logarithms.map(({ at }) => at)), meanOf(logarithms.map(({ size }) => size))];
  const together = logarithms.reduce((sum, { at, size }) => sum + (at - centre) * (size - middle), 0);
  const times = logarithms.reduce((sum, { at }) => sum + (at - centre) ** 2, 0);
  return Math.max(0, Math.min(mostGrowth, (believedGrowth * together) / times));
}

/** For each moment of the season how large errors are there, and just before and after it, in the usual size. */
function rhythmOf(trials: readonly Trial[], sizes: readonly Float64Array[], season: number): Float64Array {
  const [sums, counts] = [new Float64Array(season), new Float64Array(season)];
  // Of a day, the hour before and the hour after.
  const around = season < 12 ? 0 : Math.max(1, Math.round(season / 24));
  for (const [nth, { origin }] of trials.entries()) {
    for (const [step, size] of (sizes[nth] ?? new Float64Array()).entries()) {
      for (let aside = -around; aside <= around; aside++) {
        const moment = (origin + step + aside + season) % season;
        sums[moment] = (sums[moment] ?? 0) + size;
        counts[moment] = (counts[moment] ?? 0) + 1;
      }
    }
  }
  const usual = meanOf(sizes.map(meanOf));
  return sums.map((sum, moment) => {
    const count = counts[moment] ?? 0;
    return count === 0 || usual === 0 ? 1 : Math.max(quietest, sum / count / usual);
  });
}
