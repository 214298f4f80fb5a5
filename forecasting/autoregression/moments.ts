/** Sums over the rows of a regression of a series on its own past: what its normal equations are made of. */
interface Moments {
  /** From one row of the matrix to the next. */
  readonly width: number;
  /** Sums of products of two lags, the lower half; row and column 0 are the value itself. */
  readonly products: Float64Array;
  readonly sums: Float64Array;
  /** How many rows the regression has: the values that have all their lags. */
  readonly rows: number;
}

/**
 * The moments of a series and its lags, which ascend, in a matrix with room for more columns. Products of two lags depend
 * on their difference but for where they begin and end, so one running sum for each difference gives them all: the work
 * grows with the number of lags and not with its square, and a shorter history costs no more than the longer one left.
 */
export function laggedMoments(values: Float64Array, lags: readonly number[], more: number): Moments {
  const all = [0, ...lags];
  const length = values.length;
  const first = lags.at(-1) ?? 0;
  const places = new Int32Array(first + 1).fill(-1);
  for (const [place, lag] of all.entries()) places[lag] = place;
  const width = all.length + more;
  const products = new Float64Array(width * width);
  const lane = (): Float64Array => new Float64Array(length + 1);
  const running: Lanes = [lane(), lane(), lane(), lane()];
  const differences = differencesOf(all, first);
  for (let nth = 0; nth < differences.length; nth += running.length) {
    const four = differences.slice(nth, nth + running.length);
    runningProducts(values, four, running);
    for (const [which, difference] of four.entries()) {
      const sums = running[which] ?? running[0];
      for (let row = 0; row < all.length; row++) {
        const lag = (all[row] ?? 0) - difference;
        const column = lag < 0 ? -1 : (places[lag] ?? -1);
        if (column < 0) continue;
        products[row * width + column] = (sums[length - lag] ?? 0) - (sums[Math.max(difference, first - lag)] ?? 0);
      }
    }
  }
  return { width, products, sums: laggedSums(values, all, first), rows: length - first };
}

/** The distances that two lags have, ascending. */
function differencesOf(ascending: readonly number[], most: number): readonly number[] {
  const occurs = new Uint8Array(most + 1);
  for (let row = 0; row < ascending.length; row++) {
    for (let column = 0; column <= row; column++) occurs[(ascending[row] ?? 0) - (ascending[column] ?? 0)] = 1;
  }
  return Array.from(occurs, (_, difference) => difference).filter((difference) => occurs[difference] === 1);
}

/** Four running sums at a time: one alone would wait for the end of each addition before the next. */
type Lanes = readonly [Float64Array, Float64Array, Float64Array, Float64Array];

/** The sums of the products of values at up to four distances, which ascend, before each place. */
function runningProducts(values: Float64Array, distances: readonly number[], running: Lanes): void {
  const last = distances.at(-1) ?? 0;
  const [one = last, two = last, three = last, four = last] = distances;
  const [ones, twos, threes, fours] = running;
  let a = sumUntil(last, values, one, ones);
  let b = sumUntil(last, values, two, twos);
  let c = sumUntil(last, values, three, threes);
  let d = sumUntil(last, values, four, fours);
  for (let at = last; at < values.length; at++) {
    const value = values[at] ?? 0;
    a += value * (values[at - one] ?? 0);
    b += value * (values[at - two] ?? 0);
    c += value * (values[at - three] ?? 0);
    d += value * (values[at - four] ?? 0);
    ones[at + 1] = a;
    twos[at + 1] = b;
    threes[at + 1] = c;
    fours[at + 1] = d;
  }
}

/** The part of a running sum before a place. */
function sumUntil(end: number, values: Float64Array, distance: number, running: Float64Array): number {
  let sum = 0;
  running[distance] = 0;
  for (let at = distance; at < Math.min(end, values.length); at++) {
    sum += (values[at] ?? 0) * (values[at - distance] ?? 0);
    running[at + 1] = sum;
  }
  return sum;
}

function laggedSums(values: Float64Array, lags: readonly number[], first: number): Float64Array {
  const running = new Float64Array(values.length + 1);
  for (let at = 0; at < values.length; at++) running[at + 1] = (running[at] ?? 0) + (values[at] ?? 0);
  return Float64Array.from(lags, (lag) => (running[values.length - lag] ?? 0) - (running[first - lag] ?? 0));
}
