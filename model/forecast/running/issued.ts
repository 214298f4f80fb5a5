import type { ForecasterName } from '../../names.ts';
import type { Forecast } from '../forecast.ts';

/** What a forecast said of some moments, kept until it can be compared with what happened. */
export interface IssuedForecast {
  readonly madeAtMs: number;
  readonly model: ForecasterName;
  readonly points: readonly IssuedPoint[];
}

interface IssuedPoint {
  readonly atMs: number;
  readonly yhat: number;
  readonly lower: number;
  readonly upper: number;
}

/** Shares of the horizon that are looked at later. */
const leads = [0, 0.1, 0.25, 0.5, 1];

/** Picks what is kept of a forecast. */
export function issuedForecast(
  { model, startMs, stepMs, yhat, lower, upper }: Forecast,
  madeAtMs: number,
): IssuedForecast {
  const steps = [...new Set(leads.map((lead) => Math.round(lead * (yhat.length - 1))))];
  const points = steps.flatMap((step) => {
    const [expected, least, most] = [yhat[step], lower[step], upper[step]];
    if (expected === undefined || least === undefined || most === undefined) return [];
    return [{ atMs: startMs + step * stepMs, yhat: expected, lower: least, upper: most }];
  });
  return { madeAtMs, model, points };
}
