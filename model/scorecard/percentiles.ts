/** How a set of times is spread. Milliseconds. */
export interface Percentiles {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
}

/**
 * Percentiles by nearest rank: the smallest of the times that at least so many per cent of them do not
 * exceed, which is always one that was measured. Null where nothing was.
 */
export function percentilesOf(times: readonly number[]): Percentiles | null {
  if (times.length === 0) return null;
  const sorted = times.toSorted((one, other) => one - other);
  const rank = (percent: number): number => sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? 0;
  return { count: sorted.length, p50: rank(50), p90: rank(90) };
}
