import type { Trial } from './backtest.ts';
import type { Conformal } from './conformal.ts';
import { ratiosOf } from './conformal.ts';

/**
 * Courses that the values may take: the whole errors of each trial in today's usual sizes, around what is expected, and
 * each of them mirrored. Beyond what the trials hid, the last error goes on growing with its usual size.
 */
export function pathsAround(
  expected: Float64Array,
  origin: number,
  trials: readonly Trial[],
  { spread }: Conformal,
): readonly Float64Array[] {
  const sizes = spread.at(origin, expected);
  return trials.flatMap((trial) => {
    const ratios = ratiosOf(trial, spread);
    const last = ratios.at(-1) ?? 0;
    const path = (sign: number): Float64Array =>
      expected.map((value, step) => value + sign * (ratios[step] ?? last) * (sizes[step] ?? 0));
    return [path(1), path(-1)];
  });
}
