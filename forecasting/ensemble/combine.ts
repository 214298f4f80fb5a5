/** A forecast, and how much it counts. */
interface Weighted {
  readonly forecast: Float64Array;
  /** Above 0. */
  readonly weight: number;
}

/**
 * At each step the weighted median of several forecasts: half of all weight lies on either side of it. There is at least
 * one, and all are as long.
 */
export function weightedMedian(several: readonly Weighted[]): Float64Array {
  const half = several.reduce((sum, { weight }) => sum + weight, 0) / 2;
  return Float64Array.from({ length: several[0]?.forecast.length ?? 0 }, (_, step) => {
    const ascending = several
      .map(({ forecast, weight }) => ({ value: forecast[step] ?? 0, weight }))
      .toSorted((one, other) => one.value - other.value);
    let below = 0;
    const middle = ascending.findIndex(({ weight }) => (below += weight) >= half);
    const value = ascending[middle]?.value ?? 0;
    const next = below === half ? (ascending[middle + 1]?.value ?? value) : value;
    return (value + next) / 2;
  });
}
