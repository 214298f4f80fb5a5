import { medianOf } from '../stretches.ts';

/** A change that is no noise: of so much, between the value before and the one at `at`. */
export interface Jump {
  readonly at: number;
  readonly by: number;
}

/** A step by more than so many usual ones is no noise. */
const usualSteps = 8;
/** Nor is it worth a word below this share of all that the series does. */
const shareOfRange = 0.02;
/** A jump may take so many steps. */
const longest = 3;

/**
 * Where a series goes up or down at once, as by a clean-up, a rotation, a restart or one large file. What comes back
 * soon after was an outlier and is none.
 */
export function jumpsOf(values: Float64Array): readonly Jump[] {
  const steps = Array.from(values.subarray(1), (value, index) => value - (values[index] ?? value));
  const drift = medianOf(steps.toSorted((a, b) => a - b));
  const usual = medianOf(steps.map((step) => Math.abs(step - drift)).toSorted((a, b) => a - b));
  const least = Math.max(usualSteps * usual, shareOfRange * rangeOf(values));
  if (!(least > 0)) return [];

  const jumps: Jump[] = [];
  steps.forEach((step, index) => {
    const by = step - drift;
    if (Math.abs(by) <= least) return;
    const [at, last] = [index + 1, jumps.at(-1)];
    if (!last || at - last.at > longest) return void jumps.push({ at, by });
    jumps.pop();
    const sum = last.by + by;
    if (Math.abs(sum) > least) jumps.push({ at, by: sum });
  });
  return jumps;
}

function rangeOf(values: Float64Array): number {
  return (
    values.reduce((max, value) => Math.max(max, value), -Infinity) -
    values.reduce((min, value) => Math.min(min, value), Infinity)
  );
}
