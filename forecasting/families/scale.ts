/** The largest magnitude among values, by which they are divided so that no unit matters; 1 where all are 0. */
export function scaleOf(values: Float64Array): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest === 0 ? 1 : largest;
}

/** Whether nothing ever changes, but for what a sum of floating point numbers loses. */
export function isConstant(values: Float64Array): boolean {
  const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  return high - low <= 1e-9 * Math.max(Math.abs(low), Math.abs(high));
}
