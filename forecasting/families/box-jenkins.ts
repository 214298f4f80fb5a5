import type { ArimaOptions } from '../engines.ts';
import { engineCalled } from '../engines.ts';
import { ForecastRefusedError } from '../refused.ts';
import { scaleOf } from './scale.ts';

type Orders = Pick<ArimaOptions, 'p' | 'd' | 'q' | 'P' | 'D' | 'Q'>;

/** The orders tried. Never a bare random walk: for that the library answers what its memory held before. */
const seasonalOrders: readonly Orders[] = [
  { p: 3, d: 0, q: 0, P: 0, D: 1, Q: 1 },
  { p: 3, d: 0, q: 1, P: 0, D: 1, Q: 1 },
  { p: 1, d: 0, q: 1, P: 1, D: 1, Q: 1 },
  { p: 2, d: 0, q: 1, P: 1, D: 1, Q: 1 },
  { p: 2, d: 0, q: 0, P: 1, D: 1, Q: 1 },
  { p: 3, d: 0, q: 0, P: 1, D: 1, Q: 1 },
  { p: 2, d: 1, q: 1, P: 0, D: 1, Q: 1 },
  { p: 1, d: 1, q: 1, P: 1, D: 1, Q: 1 },
  { p: 0, d: 1, q: 1, P: 0, D: 1, Q: 1 },
];
const without = { P: 0, D: 0, Q: 0 } as const;
const plainOrders: readonly Orders[] = [
  { p: 1, d: 0, q: 0, ...without },
  { p: 2, d: 0, q: 1, ...without },
  { p: 3, d: 0, q: 0, ...without },
  { p: 0, d: 1, q: 1, ...without },
  { p: 1, d: 1, q: 1, ...without },
  { p: 2, d: 1, q: 2, ...without },
  { p: 0, d: 2, q: 2, ...without },
];
/**
 * Conditional least squares. The README of the package calls that 1, which is exact likelihood as 0 is: an AR(1) fitted
 * by 2, and by no other, equals ordinary least squares.
 */
const method = 2;
/** Moments of the past from which the orders are judged. */
const origins = 3;
const fewestJudged = 12;
/** Nothing may go further beyond what was ever seen than its range, and that in the time that was seen. */
const room = 1;

/**
 * What ARIMA expects, with the orders whose forecasts from moments of the past were best. What is not sane is not
 * believed: the next best orders are taken.
 *
 * @param season its length in steps; 0 for none.
 * @throws ForecastRefusedError where no orders were sane.
 */
export function boxJenkinsCourse(values: Float64Array, season: number, steps: number): readonly number[] {
  const scale = scaleOf(values);
  const low = values.reduce((a, b) => Math.min(a, b)) / scale;
  const range = values.reduce((a, b) => Math.max(a, b)) / scale - low;
  if (range === 0) return Array<number>(steps).fill(low * scale);
  const moved = Array.from(values, (value) => (value / scale - low) / range);
  const fit = fitter(season);
  const ranked = (season > 0 ? seasonalOrders : plainOrders)
    .map((orders) => ({ orders, error: errorInThePast(moved, season, (past, ahead) => fit(orders, past, ahead)) }))
    .toSorted((a, b) => a.error - b.error);
  for (const { orders, error } of ranked) {
    const points = Number.isFinite(error) && fit(orders, moved, steps);
    if (points) return points.map((point) => (point * range + low) * scale);
  }
  throw new ForecastRefusedError('unpredictable', 'no ARIMA model of these values stays near what was ever seen');
}

type Fit = (past: readonly number[], ahead: number) => readonly number[] | undefined;

/** The mean absolute error from all origins; infinite where one had no sane forecast. */
function errorInThePast(values: readonly number[], season: number, fit: Fit): number {
  const ahead = Math.min(Math.max(2 * season, fewestJudged), Math.floor(values.length / 6));
  const errors = Array.from({ length: origins }, (_, index) => {
    const cut = values.length - ahead - Math.floor((index * ahead) / 2);
    const points = fit(values.slice(0, cut), ahead);
    if (!points) return Infinity;
    return points.reduce((sum, point, step) => sum + Math.abs(point - (values[cut + step] ?? point)), 0);
  });
  return errors.reduce((sum, error) => sum + error, 0);
}

/** Fits to values whose range is 1; undefined where the library gave up or the outcome is not sane. */
function fitter(season: number): (orders: Orders, ...rest: Parameters<Fit>) => ReturnType<Fit> {
  const fresh = engineCalled('arima');
  let Model = fresh();
  return (orders, past, ahead) => {
    try {
      const model = new Model({ ...orders, auto: false, method, s: season });
      const points = model.train(past).predict(ahead)[0];
      model.destroy();
      return isSane(points, past.length) ? points : undefined;
    } catch {
      // Whatever it broke was its own.
      Model = fresh();
      return undefined;
    }
  };
}

function isSane(points: readonly number[], length: number): boolean {
  return points.every((point, step) => {
    const leeway = room + step / length;
    return point >= -leeway && point <= 1 + leeway;
  });
}
