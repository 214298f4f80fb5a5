import type { Backtest } from '../../model/forecast/forecast.ts';
import { meanOf } from '../history/statistics.ts';
import type { Trial } from './backtest.ts';
import type { Conformal } from './conformal.ts';
import { intervalAround } from './conformal.ts';

/**
 * How well trials went. Each is held against an interval that was made from the others.
 *
 * @param naiveError that of the seasonal naive forecast within the history.
 */
export function figuresOf(
  trials: readonly Trial[],
  naiveError: number,
  conformalFrom: (others: readonly Trial[]) => Conformal,
): Backtest {
  if (trials.length === 0) return { origins: 0, mase: null, coverage: null };
  const error = meanOf(trials.map(({ errors }) => meanOf(errors.map(Math.abs))));
  const mase = naiveError > 0 ? error / naiveError : null;
  if (trials.length === 1) return { origins: 1, mase, coverage: null };
  const shares = trials.map((trial) => {
    const conformal = conformalFrom(trials.filter((other) => other !== trial));
    return shareWithin(trial, conformal);
  });
  return { origins: trials.length, mase, coverage: meanOf(shares) };
}

function shareWithin({ origin, expected, errors }: Trial, conformal: Conformal): number {
  const { lower, upper } = intervalAround(conformal, origin, expected);
  const within = [...errors].map((error, step) => {
    const actual = (expected[step] ?? 0) + error;
    return actual >= (lower[step] ?? actual) && actual <= (upper[step] ?? actual) ? 1 : 0;
  });
  return meanOf(within);
}
