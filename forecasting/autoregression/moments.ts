/** Sums over the rows of a regression of a series on its own past: what its normal equations are made of. */
export interface Moments {
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
  const running = new Float64Array(length + 1);
  for (const [difference, occurs] of differencesOf(all, first).entries()) {
    if (occurs === 0) continue;
    runningProducts(values, difference, running);
    for (let row = 0; row < all.length; row++) {
      const lag = (all[row] ?? 0) - difference;
      const column = lag < 0 ? -1 : (places[lag] ?? -1);
      if (column < 0) continue;
      products[row * width + column] = (running[length - lag] ?? 0) - (running[Math.max(difference, first - lag)] ?? 0);
    }
  }
  return { width, products, sums: laggedSums(values, all, first), rows: length - first };
}

/** 1 for each distance that two lags have. */
function differencesOf(ascending: readonly number[], most: number): Uint8Array {
  const occurs = new Uint8Array(most + 1);
  for (let row = 0; row < ascending.length; row++) {
    for (let column = 0; column <= row; column++) occurs[(ascending[row] ?? 0) - (ascending[column] ?? 0)] = 1;
  }
  return occurs;
}

/** The sum of the products of values at a distance, before each place. */
function runningProducts(values: Float64Array, distance: number, running: Float64Array): void {
  let sum = 0;
  running[distance] = 0;
  for (let at = distance; at < values.length; at++) {
    sum += (values[at] ?? 0) * (values[at - distance] ?? 0);
    running[at + 1] = sum;
  }
}

function laggedSums(values: Float64Array, lags: readonly number[], first: number): Float64Array {
  const running = new Float64Array(values.length + 1);
  for (let at = 0; at < values.length; at++) running[at + 1] = (running[at] ?? 0) + (values[at] ?? 0);
  return Float64Array.from(lags, (lag) => (running[values.length - lag] ?? 0) - (running[first - lag] ?? 0));
}
