import type { ForecastAnswer, Forecast, ForecastQuestion, ForecasterState } from '../../../model/forecast/forecast.ts';
import type { History } from '../../../forecasting/forecaster.ts';
import { randomOf } from '../../../bench/logs/random.ts';

export const hourMs = 3_600_000;
/** A Monday. */
export const someMonday = Date.UTC(2026, 8, 7);

/** A question about hours, answered by the default forecaster. */
export function aQuestion(
  values: readonly (number | null)[],
  { stepMs = hourMs, ...parts }: Partial<ForecastQuestion> & { readonly stepMs?: number } = {},
): ForecastQuestion {
  return {
    series: { labels: {}, unit: null, startMs: someMonday, stepMs, values },
    horizon: 24,
    model: 'ensemble',
    seasons: 'auto',
    bounds: { lower: null, upper: null },
    level: 0.95,
    seed: 1,
    events: [],
    regressors: [],
    state: null,
    ...parts,
  };
}

/** A history of hours with a day. */
export function aHistory(values: readonly number[], parts: Partial<History> = {}): History {
  return {
    values: Float64Array.from(values),
    startMs: someMonday,
    stepMs: hourMs,
    seasons: [24],
    columns: [],
    seed: 1,
    horizon: 24,
    ...parts,
  };
}

/** Load that follows the day and rests at the weekend, with noise of this size, around 100. */
export function dailyLoad(hours: number, noise = 3, seed = 1): readonly number[] {
  const random = randomOf(seed);
  return Array.from({ length: hours }, (_, hour) => {
    const weekday = Math.floor(hour / 24) % 7 < 5 ? 1 : 0.5;
    const day = 100 + 40 * weekday * Math.sin((2 * Math.PI * hour) / 24);
    const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    return day + noise * normal;
  });
}

/** The forecast, which there has to be, and what it learned. */
export function forecastIn(answer: ForecastAnswer): Forecast & { readonly state: ForecasterState } {
  if (answer.kind !== 'forecast') throw new Error(`refused: ${answer.reason}, ${answer.detail}`);
  return { ...answer.forecast, state: answer.state };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value / values.length, 0);
}
