import { Counter, Gauge, Histogram } from 'prom-client';
import type { RefusalReason } from '../../model/forecast/forecast.ts';
import { refusalReasons } from '../../model/forecast/forecast.ts';
import type { MetricsRegistry } from '../registry.ts';

export type ForecastRunMetrics = ReturnType<typeof createForecastRunMetrics>;

/**
 * What is counted about forecasts, by the names that operators gave them.
 *
 * @param countOpen how many predictions of each forecast are open; undefined while nobody can say.
 */
export function createForecastRunMetrics(
  registry: MetricsRegistry,
  forecasts: readonly string[],
  countOpen: () => Promise<Readonly<Record<string, number>> | undefined>,
) {
  const registers = [registry];
  const results = new Counter({
    name: 'nightshift_forecasts_total',
    help: 'Series that were to be forecast, by forecast and result.',
    labelNames: ['forecast', 'result'],
    registers,
  });
  const duration = new Histogram({
    name: 'nightshift_forecast_seconds',
    help: 'Time that the forecast of one series took, learning included, by forecast.',
    labelNames: ['forecast'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300],
    registers,
  });
  const told = new Counter({
    name: 'nightshift_predictions_told_total',
    help: 'What predictions were told, by forecast and by what it was.',
    labelNames: ['forecast', 'news'],
    registers,
  });
  const open = new Gauge({
    name: 'nightshift_predictions_open',
    help: 'Predictions that are open, by forecast.',
    labelNames: ['forecast'],
    registers,
    async collect() {
      this.reset();
      const counts = await countOpen();
      for (const forecast of counts ? forecasts : []) this.set({ forecast }, counts?.[forecast] ?? 0);
    },
  });
  for (const forecast of forecasts) {
    for (const result of ['made', ...refusalReasons]) results.inc({ forecast, result }, 0);
    for (const news of ['foreseen', 'receded']) told.inc({ forecast, news }, 0);
    duration.zero({ forecast });
    open.set({ forecast }, 0);
  }

  return {
    made: (forecast: string, seconds: number) => {
      results.inc({ forecast, result: 'made' });
      duration.observe({ forecast }, seconds);
    },
    refused: (forecast: string, reason: RefusalReason) => results.inc({ forecast, result: reason }),
    told: (forecast: string, news: 'foreseen' | 'receded') => told.inc({ forecast, news }),
  };
}
