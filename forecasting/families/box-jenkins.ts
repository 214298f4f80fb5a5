import type { ArimaOptions } from '../engines.ts';
import { engineCalled } from '../engines.ts';
import { ForecastRefusedError } from '../refused.ts';

/**
 * Conditional least squares. The README of the package calls that 1, which is exact likelihood as 0 is, and runs away on
 * clean seasons: an AR(1) fitted by 2, and by no other, equals ordinary least squares.
 */
const method = 2;
/** Nothing may go further beyond what was ever seen than this share of its range, and as fast as it got there. */
const room = 1;
/** Far from 0: the library answers 0, or what memory held before, for a random walk, which then cannot be mistaken. */
const offset = 10;

/** The highest orders tried, and where that fails the ones of simple exponential smoothing, with a season if there is one. */
const attempts = [
  { auto: true, p: 2, d: 1, q: 2, P: 1, D: 1, Q: 1 },
  { auto: false, p: 0, d: 1, q: 1, P: 0, D: 1, Q: 1 },
] as const;

/**
 * What ARIMA expects, with orders chosen by the library. What is not sane is not believed: another order is tried.
 *
 * @param season its length in steps; 0 for none.
 * @throws ForecastRefusedError where no answer was sane.
 */
export function boxJenkinsCourse(values: Float64Array, season: number, steps: number): readonly number[] {
  const low = values.reduce((a, b) => Math.min(a, b));
  const range = values.reduce((a, b) => Math.max(a, b)) - low;
  const moved = Array.from(values, (value) => (value - low) / range + offset);
  for (const orders of attempts) {
    const points = fitted(moved, { ...orders, method, s: season }, steps);
    if (points && isSane(points, values.length)) return points.map((point) => (point - offset) * range + low);
  }
  throw new ForecastRefusedError('unpredictable', 'no ARIMA model of these values stays near what was ever seen');
}

/** Undefined where the library gave up; whatever it broke was its own. */
function fitted(values: readonly number[], options: ArimaOptions, steps: number): readonly number[] | undefined {
  try {
    const model = new (engineCalled('arima')())(options);
    try {
      return model.train(values).predict(steps)[0];
    } finally {
      model.destroy();
    }
  } catch (error) {
    if (error instanceof ForecastRefusedError) throw error;
    return undefined;
  }
}

function isSane(points: readonly number[], length: number): boolean {
  return points.every((point, step) => {
    const leeway = room + step / length;
    return Number.isFinite(point) && point >= offset - leeway && point <= offset + 1 + leeway;
  });
}
