import type { Crossing } from '../../../model/forecast/crossing.ts';
import type { ExportedForecast } from '../../../model/forecast/exporting/exported.ts';
import type { Forecast } from '../../../model/forecast/forecast.ts';
import type { Series } from '../../../model/forecast/series.ts';

const hour = 3_600_000;

/** Where {@link aSeries} begins. */
export const seriesStart = Date.UTC(2026, 2, 2);

/** A week of hours that rises from 40 by a quarter an hour. */
export function aSeries(overrides: Partial<Series> = {}): Series {
  return {
    labels: { instance: 'db-3', mountpoint: '/data' },
    unit: 'percent',
    startMs: seriesStart,
    stepMs: hour,
    values: Array.from({ length: 168 }, (_, nth) => 40 + nth / 4),
    ...overrides,
  };
}

/** Two days after {@link aSeries}, which rise on, with a band of 4. */
export function aForecast(overrides: Partial<Forecast> = {}): Forecast {
  const yhat = Array.from({ length: 48 }, (_, nth) => 82 + nth / 4);
  return {
    model: 'ensemble',
    chosen: null,
    startMs: seriesStart + 168 * hour,
    stepMs: hour,
    yhat,
    lower: yhat.map((value) => value - 2),
    upper: yhat.map((value) => value + 2),
    level: 0.95,
    paths: [],
    seasons: [24],
    backtest: { origins: 5, mase: 0.8125, coverage: 0.95 },
    ...overrides,
  };
}

/** When {@link aForecast} reaches 90. */
export function aCrossing(overrides: Partial<Crossing> = {}): Crossing {
  const atMs = seriesStart + 200 * hour;
  return { atMs, earliestMs: atMs - 6 * hour, latestMs: atMs + 8 * hour, probability: 0.93, ...overrides };
}

/** {@link aForecast} as it is shown for a day, with one limit. */
export function anExportedForecast(overrides: Partial<ExportedForecast> = {}): ExportedForecast {
  return {
    forecast: 'disks',
    series: 'instance=db-3,mountpoint=/data',
    measured: { atMs: seriesStart + 167 * hour, value: 81.75 },
    expected: aForecast(),
    limits: [{ limit: { direction: 'above', value: 90 }, crossing: aCrossing() }],
    staleAtMs: seriesStart + 192 * hour,
    ...overrides,
  };
}
