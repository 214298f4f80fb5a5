import type { Bounds } from '../model/forecast/series.ts';

/** The bounds of a quantity. One that has never been below 0 is a count, a size or a share, and is not expected there either. */
export function boundsFor(bounds: Bounds, values: Float64Array): Bounds {
  const isNeverNegative = values.every((value) => value >= 0);
  return { lower: bounds.lower ?? (isNeverNegative ? 0 : null), upper: bounds.upper };
}

/** Values that keep to their bounds. */
export function within({ lower, upper }: Bounds, values: Float64Array): readonly number[] {
  return Array.from(values, (value) => {
    const raised = lower === null ? value : Math.max(lower, value);
    return upper === null ? raised : Math.min(upper, raised);
  });
}
