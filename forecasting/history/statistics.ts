/** The least and the most that occurred. */
interface Range {
  readonly lowest: number;
  readonly highest: number;
}

/** The range of values; there is at least one. */
export function rangeOf(values: Float64Array): Range {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return { lowest, highest };
}

/** 0 without any value. */
export function meanOf(values: Iterable<number>): number {
  let [sum, count] = [0, 0];
  for (const value of values) {
    sum += value;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

/** The mean of one season around each value, at the ends that of the first and of the last season. */
export function movingMean(values: Float64Array, season: number): Float64Array {
  const running = new Float64Array(values.length + 1);
  for (const [at, value] of values.entries()) running[at + 1] = (running[at] ?? 0) + value;
  return values.map((_, at) => {
    const from = Math.max(0, Math.min(values.length - season, at - Math.floor(season / 2)));
    return ((running[from + season] ?? 0) - (running[from] ?? 0)) / season;
  });
}

/** A line that explains less than this share of the variance is no trend. */
const explainedByATrend = 0.7;

/** What a series gains a step where a straight line explains most of it, as of a disk that fills up; else 0. */
export function trendOf(values: Float64Array): number {
  const mean = meanOf(values);
  const middle = (values.length - 1) / 2;
  let [together, times, variance] = [0, 0, 0];
  for (const [at, value] of values.entries()) {
    together += (at - middle) * (value - mean);
    times += (at - middle) ** 2;
    variance += (value - mean) ** 2;
  }
  const isTrend = together ** 2 > explainedByATrend * times * variance;
  return isTrend ? together / times : 0;
}

/** How far values lie from those a season before, on average: the error of the seasonal naive forecast within. */
export function seasonalNaiveError(values: Float64Array, season: number): number {
  return meanOf(values.subarray(season).map((value, at) => Math.abs(value - (values[at] ?? 0))));
}
