import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { createForecastRunMetrics } from '../../../../metrics/forecasting/forecast-runs.ts';
import type { MetricsRegistry } from '../../../../metrics/registry.ts';
import { refusalReasons } from '../../../../model/forecast/forecast.ts';
import { samplesOf } from '../../../support/metrics/metrics.ts';

type Count = Parameters<typeof createForecastRunMetrics>[2];

function someMetrics(count: Count = async () => ({})) {
  const registry: MetricsRegistry = new Registry();
  return { registry, metrics: createForecastRunMetrics(registry, ['disks', 'load'], count) };
}

describe('the metrics of forecasts', () => {
  it('begin at 0 for each forecast and each result', async () => {
    const { registry } = someMetrics();

    const samples = await samplesOf(registry, 'nightshift_forecasts_total');

    expect(Object.keys(samples)).toHaveLength(2 * (1 + refusalReasons.length));
    expect(new Set(Object.values(samples))).toEqual(new Set([0]));
  });

  it('count what is made, refused and told', async () => {
    const { registry, metrics } = someMetrics();

    metrics.made('disks', 0.2);
    metrics.refused('disks', 'stale');
    metrics.told('load', 'receded');

    expect(await samplesOf(registry, 'nightshift_forecasts_total')).toMatchObject({
      'forecast="disks",result="made"': 1,
      'forecast="disks",result="stale"': 1,
      'forecast="load",result="made"': 0,
    });
    expect(await samplesOf(registry, 'nightshift_forecast_seconds_sum')).toMatchObject({ 'forecast="disks"': 0.2 });
    expect(await samplesOf(registry, 'nightshift_predictions_told_total')).toMatchObject({
      'forecast="load",news="receded"': 1,
    });
  });

  it('show the predictions that are open, and nothing while nobody can say', async () => {
    const answers: (Readonly<Record<string, number>> | undefined)[] = [{ disks: 3 }, undefined];
    const { registry } = someMetrics(async () => answers.shift());

    const open = await samplesOf(registry, 'nightshift_predictions_open');
    const unknown = await samplesOf(registry, 'nightshift_predictions_open');

    expect(open).toEqual({ 'forecast="disks"': 3, 'forecast="load"': 0 });
    expect(unknown).toEqual({});
  });
});
