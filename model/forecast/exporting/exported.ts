import type { Crossing, Limit } from '../crossing.ts';
import type { Forecast } from '../forecast.ts';
import type { Sample } from '../sample.ts';

const hour = 60 * 60 * 1_000;

/** How far ahead the exported values are; those beyond a forecast's horizon are left out. */
export const exportedLeads: Readonly<Record<string, number>> = {
  '1h': hour,
  '6h': 6 * hour,
  '24h': 24 * hour,
  '3d': 72 * hour,
  '7d': 168 * hour,
};

/** What dashboards show of forecasts, by the name of its metric. */
export const exportedMetrics = {
  nightshift_forecast_value: 'What is expected (bound expected) so far ahead of the moment, and its interval.',
  nightshift_forecast_measured_value: 'The last value that a forecast was made from.',
  nightshift_forecast_limit_value: 'The limit that a forecast watches.',
  nightshift_forecast_crossing_probability: 'How likely the limit is reached within the horizon, from 0 to 1.',
  nightshift_forecast_crossing_timestamp_seconds: 'When the limit is expected to be reached; missing where it is not.',
  nightshift_forecast_backtest_mase:
    'Error of the forecaster at moments of the past, in that of the seasonal naive forecast.',
} as const;
export type ExportedMetric = keyof typeof exportedMetrics;

/** A forecast as it is shown until the next one is made. */
export interface ExportedForecast {
  /** Its name in the configuration. */
  readonly forecast: string;
  /** By `seriesName`. */
  readonly series: string;
  readonly measured: Sample;
  readonly expected: Forecast;
  readonly limits: readonly { readonly limit: Limit; readonly crossing: Crossing | null }[];
  /** From then on it is too old to be shown. */
  readonly staleAtMs: number;
}

/** One value with what tells it from others. */
export interface ExportedValue {
  readonly metric: ExportedMetric;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * What a forecast says at a moment. A value so far ahead is that of the moment plus the lead, so that
 * `nightshift_forecast_value{ahead="6h"} offset 6h` lies beside what was measured then.
 */
export function exportedValues(exported: ExportedForecast, atMs: number): readonly ExportedValue[] {
  const { forecast, series, measured, expected, limits, staleAtMs } = exported;
  if (atMs >= staleAtMs) return [];
  const own = { forecast, series };
  const bounds = { expected: expected.yhat, lower: expected.lower, upper: expected.upper };
  const { mase } = expected.backtest;
  return [
    { metric: 'nightshift_forecast_measured_value', labels: own, value: measured.value },
    ...Object.entries(exportedLeads).flatMap(([ahead, leadMs]) =>
      Object.entries(bounds).flatMap(([bound, values]): readonly ExportedValue[] => {
        const value = valueAt(values, expected, atMs + leadMs);
        return value === null ? [] : [{ metric: 'nightshift_forecast_value', labels: { ...own, ahead, bound }, value }];
      }),
    ),
    ...limits.flatMap(({ limit, crossing }): readonly ExportedValue[] => {
      const labels = { ...own, direction: limit.direction };
      return [
        { metric: 'nightshift_forecast_limit_value', labels, value: limit.value },
        { metric: 'nightshift_forecast_crossing_probability', labels, value: crossing?.probability ?? 0 },
        ...(crossing
          ? [
              {
                metric: 'nightshift_forecast_crossing_timestamp_seconds',
                labels,
                value: crossing.atMs / 1_000,
              } as const,
            ]
          : []),
      ];
    }),
    ...(mase === null ? [] : [{ metric: 'nightshift_forecast_backtest_mase', labels: own, value: mase } as const]),
  ];
}

/** Between two steps by a straight line; null before the first and after the last. */
function valueAt(values: readonly number[], { startMs, stepMs }: Forecast, atMs: number): number | null {
  const place = (atMs - startMs) / stepMs;
  const before = Math.floor(place);
  const [from, to] = [values[before], values[before + 1] ?? values[before]];
  if (from === undefined || to === undefined || place > values.length - 1) return null;
  const share = place - before;
  return from * (1 - share) + to * share;
}
