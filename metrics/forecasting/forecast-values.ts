import { Counter, Gauge } from 'prom-client';
import type { ExportedMetric, ExportedValue } from '../../model/forecast/exporting/exported.ts';
import { exportedMetrics } from '../../model/forecast/exporting/exported.ts';
import type { MetricsRegistry } from '../registry.ts';

const labelNames: Readonly<Record<ExportedMetric, readonly string[]>> = {
  nightshift_forecast_value: ['forecast', 'series', 'ahead', 'bound'],
  nightshift_forecast_measured_value: ['forecast', 'series'],
  nightshift_forecast_limit_value: ['forecast', 'series', 'direction'],
  nightshift_forecast_crossing_probability: ['forecast', 'series', 'direction'],
  nightshift_forecast_crossing_timestamp_seconds: ['forecast', 'series', 'direction'],
  nightshift_forecast_backtest_mase: ['forecast', 'series'],
};

const writeResults = ['delivered', 'refused', 'unavailable'] as const;
type WriteResult = (typeof writeResults)[number];

/** What is shown at the moment of a scrape. */
interface ShownForecasts {
  readonly values: () => readonly ExportedValue[];
  /** How many series of each forecast there is no room for. */
  readonly leftOut: () => ReadonlyMap<string, number>;
}

/** What forecasts say at the moment of each scrape, and what became of writing it elsewhere. */
export function createForecastValueMetrics(registry: MetricsRegistry, shown: ShownForecasts) {
  for (const [name, help] of Object.entries(exportedMetrics)) {
    const gauge = new Gauge({
      name,
      help,
      registers: [],
      labelNames: labelNames[name as ExportedMetric],
      collect() {
        this.reset();
        for (const { metric, labels, value } of shown.values()) if (metric === name) this.set(labels, value);
      },
    });
    registry.registerMetric(gauge);
  }
  const leftOut = new Gauge({
    name: 'nightshift_forecast_series_left_out',
    help: 'Series of a forecast that are not shown, because it has too many.',
    registers: [],
    labelNames: ['forecast'],
    collect() {
      this.reset();
      for (const [forecast, count] of shown.leftOut()) this.set({ forecast }, count);
    },
  });
  registry.registerMetric(leftOut);
  const writes = new Counter({
    name: 'nightshift_remote_writes_total',
    help: 'Times that forecasts were written by remote-write, by result.',
    labelNames: ['result'],
    registers: [registry],
  });
  for (const result of writeResults) writes.inc({ result }, 0);
  return {
    written: (result: WriteResult) => writes.inc({ result }),
  };
}
