/** Evenly spaced values, each the mean of some of a series, at their times in steps of it. */
export interface Thinned {
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly stride: number;
}

/** What is fitted grows with them. */
const mostValues = 350;

/** The means of as many neighbours as leave few enough of them; the last one ends with the series. */
export function thinnedOut(values: Float64Array): Thinned {
  const stride = Math.ceil(values.length / mostValues);
  const count = Math.floor(values.length / stride);
  const first = values.length - count * stride;
  const starts = Array.from({ length: count }, (_, index) => first + index * stride);
  return {
    stride,
    times: starts.map((start) => start + (stride - 1) / 2),
    values: starts.map(
      (start) => values.subarray(start, start + stride).reduce((sum, value) => sum + value, 0) / stride,
    ),
  };
}
