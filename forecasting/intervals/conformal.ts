import { meanOf } from '../history/statistics.ts';
import type { Trial } from './backtest.ts';
import type { Spread, SpreadTerms } from './spread.ts';
import { spreadOf } from './spread.ts';

/** Trials are few and not independent, so fewer errors may be left outside: by so much, divided by their number and one. */
const lostByFewTrials = 0.15;
/** And errors to come are larger than those the forecast was chosen by: so many times, and more by the cube of few trials. */
const [widening, wideningOfFew] = [1.08, 40];
/** At the least this share is left outside. */
const leastOutside = 1e-3;
/** Errors in the usual sizes, and the one that holds the wanted share of them on both sides. */
export interface Conformal {
  readonly spread: Spread;
  /** In usual sizes. */
  readonly reach: number;
}

/** An interval for a forecast that begins after so many values. */
export function intervalAround({ spread, reach }: Conformal, origin: number, expected: Float64Array) {
  const sizes = spread.at(origin, expected);
  return {
    lower: expected.map((value, step) => value - reach * (sizes[step] ?? 0)),
    upper: expected.map((value, step) => value + reach * (sizes[step] ?? 0)),
  };
}

/**
 * Split conformal prediction: the errors of trials, in their usual sizes, say how far off a forecast has to be allowed
 * to be. Of a series above 0 they are taken as relative ones where that would have given the better intervals.
 */
export function conformalOf(
  trials: readonly Trial[],
  terms: Omit<SpreadTerms, 'isRelative'> & { readonly mayBeRelative: boolean },
  level: number,
): Conformal {
  const absolute = conformalIn(trials, spreadOf(trials, { ...terms, isRelative: false }), level);
  if (!terms.mayBeRelative) return absolute;
  const relative = conformalIn(trials, spreadOf(trials, { ...terms, isRelative: true }), level);
  return scoreOf(relative, trials, level) < scoreOf(absolute, trials, level) ? relative : absolute;
}

/** Errors are taken to be as likely up as down: few trials say more of one side than is so. */
function conformalIn(trials: readonly Trial[], spread: Spread, level: number): Conformal {
  const outside = Math.max(leastOutside, 1 - level - lostByFewTrials / (trials.length + 1));
  const ratios = Float64Array.from(
    trials.flatMap((trial) => [...ratiosOf(trial, spread)]),
    Math.abs,
  );
  return { spread, reach: (widening + wideningOfFew / trials.length ** 3) * atRank(ratios.toSorted(), 1 - outside) };
}

/** The errors of a trial in their usual sizes; 0 where none is usual. */
export function ratiosOf({ origin, expected, errors }: Trial, spread: Spread): Float64Array {
  const sizes = spread.at(origin, expected);
  return errors.map((error, step) => ((sizes[step] ?? 0) > 0 ? error / (sizes[step] ?? 1) : 0));
}

/** The conformal quantile: the rank among one more than there are. */
function atRank(ascending: Float64Array, share: number): number {
  const rank = Math.min(ascending.length, Math.ceil((ascending.length + 1) * share));
  return ascending[Math.max(0, rank - 1)] ?? 0;
}

/** The mean interval score: the width, and a fine for each value outside of it. Lower is better. */
function scoreOf(conformal: Conformal, trials: readonly Trial[], level: number): number {
  const fine = 2 / (1 - level);
  return meanOf(
    trials.flatMap(({ origin, expected, errors }) => {
      const { lower, upper } = intervalAround(conformal, origin, expected);
      return [...expected].map((value, step) => {
        const [low, high] = [(lower[step] ?? 0) - value, (upper[step] ?? 0) - value];
        const error = errors[step] ?? 0;
        return high - low + fine * Math.max(0, low - error, error - high);
      });
    }),
  );
}
