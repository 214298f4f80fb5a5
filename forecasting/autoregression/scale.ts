/** On which scale a series is regressed: as it is, on that of its logarithms, or on that of its ranks. */
export type ScaleKind = 'linear' | 'logarithm' | 'rank';

/** A scale, as plain data. */
export type Scale =
  | { readonly kind: 'linear' }
  | { readonly kind: 'logarithm' }
  /** Values that occurred, ascending, and where each lies among all. */
  | { readonly kind: 'rank'; readonly values: readonly number[]; readonly scores: readonly number[] };

/** The scale for these values. Logarithms need values above 0 alone; others stay as they are. */
export function scaleOf(values: Float64Array, kind: ScaleKind): Scale {
  if (kind === 'rank') return rankScale(values);
  return { kind: kind === 'logarithm' && values.every((value) => value > 0) ? kind : 'linear' };
}

/** Values as they are on the scale. */
export function onScale(values: Float64Array, scale: Scale): Float64Array {
  if (scale.kind === 'logarithm') return values.map(Math.log);
  if (scale.kind === 'rank') return values.map((value) => interpolated(scale.values, scale.scores, value));
  return values;
}

/** Values of the scale as they are in the unit of the series. */
export function offScale(values: Float64Array, scale: Scale): Float64Array {
  if (scale.kind === 'logarithm') return values.map(Math.exp);
  if (scale.kind === 'rank') return values.map((value) => interpolated(scale.scores, scale.values, value));
  return values;
}

/**
 * Ranks, stretched by the quantiles of the logistic distribution. A spike is no more than the highest rank, however high
 * it is, and what comes back is a median and never outside of what has been seen.
 */
function rankScale(series: Float64Array): Scale {
  const sorted = series.toSorted();
  const [values, scores]: [number[], number[]] = [[], []];
  for (let from = 0; from < sorted.length;) {
    const value = sorted[from] ?? 0;
    let to = from + 1;
    while (to < sorted.length && sorted[to] === value) to++;
    const share = (from + to) / 2 / sorted.length;
    values.push(value);
    scores.push(Math.log(share / (1 - share)));
    from = to;
  }
  return { kind: 'rank', values, scores };
}

/** Where a number lies between those of one ascending list, taken over to the other. */
function interpolated(from: readonly number[], to: readonly number[], number: number): number {
  let [low, high] = [0, from.length - 1];
  if (!(number > (from[low] ?? 0))) return to[low] ?? 0;
  if (number >= (from[high] ?? 0)) return to[high] ?? 0;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((from[middle] ?? 0) <= number) low = middle;
    else high = middle;
  }
  const [lower, upper] = [from[low] ?? 0, from[high] ?? 0];
  const share = (number - lower) / (upper - lower);
  return (to[low] ?? 0) * (1 - share) + (to[high] ?? 0) * share;
}
