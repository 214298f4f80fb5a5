import type { Growth } from '../model/forecast/growth.ts';
import type { Sample } from '../model/forecast/sample.ts';
import { medianOf, stretchesBetweenRefills } from './stretches.ts';

/** The work grows with their square: 20,000 slopes. More are thinned out. */
const maxSamples = 200;
/** Fewer say nothing, whatever the formula says. */
const minSamples = 10;
/** Differences of larger numbers might have no number any more. */
const beyondAnything = 1e100;
/** The two-sided quantile of the normal distribution for nine cases of ten. */
const quantile = 1.645;

/**
 * How fast something is used up, from a series of what was left of it. The pace is the median of the slopes between
 * any two samples that no refill lies between, so that up to about a quarter of wild samples change little. Its interval is
 * Sen's: the slopes at the ranks (N ± C) / 2, C being the quantile times the standard deviation of Kendall's S.
 *
 * P. K. Sen: Estimates of the regression coefficient based on Kendall's tau, Journal of the American Statistical
 * Association 63, 1968. Slopes within groups alone, with the variances of the groups added up: R. M. Hirsch, J. R. Slack,
 * R. A. Smith: Techniques of trend analysis for monthly water quality data, Water Resources Research 18, 1982; the
 * groups, there the months of a year, are the stretches between refills here. The variance takes samples for
 * independent: one that repeats the one before is therefore taken for the same measurement, read twice, and
 * widens the interval; where a series wanders, the interval stays too narrow.
 *
 * A pace whose interval reaches 0 is none.
 */
export function growthOf(series: readonly Sample[]): Growth {
  const samples = thinned(inOrder(series));
  const stretches = stretchesBetweenRefills(samples).filter(({ length }) => length > 1);
  const counts = stretches.map(({ length }) => length);
  if (counts.reduce((sum, count) => sum + count, 0) < minSamples) return { kind: 'too-little-data' };

  const losses = stretches.flatMap(lossesPerSecond).toSorted((a, b) => a - b);
  const variance = counts.reduce((sum, n) => sum + (n * (n - 1) * (2 * n + 5)) / 18, 0);
  const spread = quantile * Math.sqrt(variance * timesRead(samples));
  const perSecond = medianOf(losses);
  const slowest = losses[Math.max(0, Math.floor((losses.length - spread) / 2) - 1)] ?? perSecond;
  const fastest = losses[Math.min(losses.length - 1, Math.ceil((losses.length + spread) / 2))] ?? perSecond;
  const overMs = (samples.at(-1)?.atMs ?? 0) - (samples[0]?.atMs ?? 0);
  if (slowest <= 0) return { kind: 'not-growing', overMs };
  return { kind: 'growing', pace: { perSecond, slowest, fastest }, overMs };
}

/** By time, each moment once, without what is no number of anything. */
function inOrder(series: readonly Sample[]): readonly Sample[] {
  const sorted = series
    .filter(({ atMs, value }) => Number.isFinite(atMs) && Math.abs(value) < beyondAnything)
    .toSorted((a, b) => a.atMs - b.atMs);
  return sorted.filter(({ atMs }, index) => atMs !== sorted[index - 1]?.atMs);
}

/** Evenly, with the last one kept: it is the present. */
function thinned(samples: readonly Sample[]): readonly Sample[] {
  const stride = Math.ceil(samples.length / maxSamples);
  return samples.filter((_, index) => (samples.length - 1 - index) % stride === 0);
}

/** How often each measurement was read, on average: k times as many samples give the variance k times too small a share. */
function timesRead(samples: readonly Sample[]): number {
  const changes = samples.filter(({ value }, index) => index > 0 && value !== samples[index - 1]?.value);
  return samples.length / (changes.length + 1);
}

function lossesPerSecond(stretch: readonly Sample[]): readonly number[] {
  return stretch.flatMap((later, index) =>
    stretch.slice(0, index).map((earlier) => (1_000 * (earlier.value - later.value)) / (later.atMs - earlier.atMs)),
  );
}
