import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import type { MetricsRegistry } from '../../../../metrics/registry.ts';
import { createScoreMetrics } from '../../../../metrics/forecasting/scores.ts';
import { aScoredLimit, aScoredPrediction, someScoredValues } from '../../../support/forecasting/scores.ts';
import { samplesOf } from '../../../support/metrics/metrics.ts';

type Count = Parameters<typeof createScoreMetrics>[2];

function someMetrics(count: Count = async () => ({})) {
  const registry: MetricsRegistry = new Registry();
  return { registry, metrics: createScoreMetrics(registry, ['disks', 'load'], count) };
}

describe('the metrics of scores', () => {
  it('count outcomes, leads, limits and values by forecast', async () => {
    const { registry, metrics } = someMetrics();

    metrics.entered('disks', [aScoredPrediction(), aScoredPrediction({ outcome: 'receded' })]);
    metrics.entered('disks', [aScoredLimit(), aScoredLimit({ foreseen: true }), someScoredValues()]);

    expect(await samplesOf(registry, 'nightshift_predictions_scored_total')).toMatchObject({
      'forecast="disks",outcome="came-true"': 1,
      'forecast="disks",outcome="receded"': 1,
      'forecast="load",outcome="came-true"': 0,
    });
    expect(await samplesOf(registry, 'nightshift_prediction_real_lead_seconds_sum')).toMatchObject({
      'forecast="disks"': 36_000,
    });
    expect(await samplesOf(registry, 'nightshift_limits_reached_total')).toMatchObject({
      'forecast="disks",result="missed"': 1,
      'forecast="disks",result="foreseen"': 1,
    });
    expect(await samplesOf(registry, 'nightshift_forecast_values_total')).toMatchObject({
      'forecast="disks",model="ensemble",result="within"': 95,
      'forecast="disks",model="ensemble",result="outside"': 5,
      'forecast="disks",model="local-trend",result="within"': 0,
    });
  });

  it('have no series for a forecast that the configuration does not know', async () => {
    const { registry, metrics } = someMetrics();

    metrics.entered('made-up', [aScoredLimit()]);
    metrics.demoted('made-up', 'ensemble');

    expect(await registry.metrics()).not.toContain('made-up');
  });

  it('count demotions, and show how many models are demoted, or nothing while nobody can say', async () => {
    const answers: (Readonly<Record<string, number>> | undefined)[] = [{ disks: 1 }, undefined];
    const { registry, metrics } = someMetrics(async () => answers.shift());

    metrics.demoted('disks', 'ensemble');
    const demoted = await samplesOf(registry, 'nightshift_forecasters_demoted');
    const unknown = await samplesOf(registry, 'nightshift_forecasters_demoted');

    expect(demoted).toEqual({ 'forecast="disks"': 1, 'forecast="load"': 0 });
    expect(unknown).toEqual({});
    expect(await samplesOf(registry, 'nightshift_forecaster_demotions_total')).toMatchObject({
      'forecast="disks",model="ensemble"': 1,
      'forecast="disks",model="arima"': 0,
    });
  });
});
