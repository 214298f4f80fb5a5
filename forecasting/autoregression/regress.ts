import { laggedMoments } from './moments.ts';
import { solvePositiveDefinite } from './solve.ts';

/** Keeps the equations of a constant series solvable; nothing else feels it. */
const ridgeOfTheIntercept = 1e-6;

/** What a regression found. */
interface Regression {
  readonly intercept: number;
  /** One for each lag. */
  readonly coefficients: readonly number[];
  readonly columns: readonly { readonly mean: number; readonly coefficient: number }[];
}

/** Regresses a standardised series on its lags, which ascend, and on columns as long as it is. */
export function regress(
  values: Float64Array,
  lags: readonly number[],
  columns: readonly Float64Array[],
  ridge: number,
): Regression {
  const { width, products: matrix, sums, rows } = laggedMoments(values, lags, columns.length);
  const size = 1 + lags.length;
  // The value itself is the right side. Its place among the unknowns is the intercept's.
  const right = new Float64Array(width);
  right[0] = sums[0] ?? 0;
  matrix[0] = rows + ridgeOfTheIntercept;
  for (let row = 1; row < size; row++) {
    right[row] = matrix[row * width] ?? 0;
    matrix[row * width] = sums[row] ?? 0;
    matrix[row * width + row] = (matrix[row * width + row] ?? 0) + ridge;
  }
  const first = values.length - rows;
  const standard = columns.map((column) => standardised(column.subarray(first)));
  for (const [nth, column] of standard.entries()) {
    const row = size + nth;
    for (const [index, lag] of [0, ...lags].entries()) {
      const product = productOf(column.values, values.subarray(first - lag));
      if (index === 0) right[row] = product;
      else matrix[row * width + index] = product;
    }
    for (const [other, { values: before }] of standard.slice(0, nth + 1).entries()) {
      matrix[row * width + size + other] = productOf(column.values, before);
    }
    matrix[row * width + row] = (matrix[row * width + row] ?? 0) + ridge;
  }
  const found = solvePositiveDefinite(matrix, right);
  return {
    intercept: found[0] ?? 0,
    coefficients: [...found.subarray(1, size)],
    columns: standard.map(({ mean, deviation }, nth) => ({ mean, coefficient: (found[size + nth] ?? 0) / deviation })),
  };
}

function standardised(column: Float64Array) {
  const mean = column.reduce((sum, value) => sum + value / column.length, 0);
  const variance = column.reduce((sum, value) => sum + (value - mean) ** 2 / column.length, 0);
  const deviation = Math.sqrt(variance) || 1;
  return { mean, deviation, values: column.map((value) => (value - mean) / deviation) };
}

/** Over as many values as the first has. */
function productOf(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}
