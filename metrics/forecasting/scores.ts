import { Counter, Gauge, Histogram } from 'prom-client';
import { predictionOutcomes } from '../../model/forecast/predicting/prediction-result.ts';
import type { Scored } from '../../model/forecast/scoring/scored.ts';
import type { ForecasterName } from '../../model/names.ts';
import { forecasterNames } from '../../model/names.ts';
import type { MetricsRegistry } from '../registry.ts';

const hour = 3_600;

export type ScoreMetrics = ReturnType<typeof createScoreMetrics>;

/**
 * What is counted about how good forecasts are, by the names that operators gave them. What is told of any other name is not
 * counted: anybody may tell something of one.
 *
 * @param countDemoted how many models of each forecast are demoted; undefined while nobody can say.
 */
export function createScoreMetrics(
  registry: MetricsRegistry,
  forecasts: readonly string[],
  countDemoted: () => Promise<Readonly<Record<string, number>> | undefined>,
) {
  const registers = [registry];
  const outcomes = new Counter({
    name: 'nightshift_predictions_scored_total',
    help: 'Predictions that were raised, by forecast and by what became of them.',
    labelNames: ['forecast', 'outcome'],
    registers,
  });
  const limits = new Counter({
    name: 'nightshift_limits_reached_total',
    help: 'Times that a series reached its limit, by forecast and by whether a prediction was raised in time.',
    labelNames: ['forecast', 'result'],
    registers,
  });
  const leads = new Histogram({
    name: 'nightshift_prediction_real_lead_seconds',
    help: 'Time from raising a prediction until its limit was reached, by forecast.',
    labelNames: ['forecast'],
    buckets: [hour / 2, hour, 2 * hour, 4 * hour, 8 * hour, 24 * hour, 72 * hour, 168 * hour, 720 * hour],
    registers,
  });
  const values = new Counter({
    name: 'nightshift_forecast_values_total',
    help: 'Values that were measured after they had been forecast, by whether they lay in their interval.',
    labelNames: ['forecast', 'model', 'result'],
    registers,
  });
  const demotions = new Counter({
    name: 'nightshift_forecaster_demotions_total',
    help: 'Times that a model was demoted, by forecast and model.',
    labelNames: ['forecast', 'model'],
    registers,
  });
  const demoted = new Gauge({
    name: 'nightshift_forecasters_demoted',
    help: 'Models that are demoted now, by forecast.',
    labelNames: ['forecast'],
    registers,
    async collect() {
      this.reset();
      const counts = await countDemoted();
      for (const forecast of counts ? forecasts : []) this.set({ forecast }, counts?.[forecast] ?? 0);
    },
  });
  for (const forecast of forecasts) {
    for (const outcome of predictionOutcomes) outcomes.inc({ forecast, outcome }, 0);
    for (const result of ['foreseen', 'missed']) limits.inc({ forecast, result }, 0);
    leads.zero({ forecast });
    for (const model of forecasterNames) {
      for (const result of ['within', 'outside']) values.inc({ forecast, model, result }, 0);
      demotions.inc({ forecast, model }, 0);
    }
    demoted.set({ forecast }, 0);
  }

  const enter = (forecast: string, scored: Scored): void => {
    switch (scored.kind) {
      case 'prediction':
        outcomes.inc({ forecast, outcome: scored.outcome });
        if (scored.leadMs !== null) leads.observe({ forecast }, scored.leadMs / 1_000);
        return;
      case 'limit':
        return limits.inc({ forecast, result: scored.foreseen ? 'foreseen' : 'missed' });
      case 'values': {
        const { model, near, far } = scored;
        const within = near.within + far.within;
        values.inc({ forecast, model, result: 'within' }, within);
        return values.inc({ forecast, model, result: 'outside' }, near.compared + far.compared - within);
      }
    }
  };
  return {
    entered(forecast: string, scored: readonly Scored[]): void {
      if (forecasts.includes(forecast)) for (const each of scored) enter(forecast, each);
    },
    demoted(forecast: string, model: ForecasterName): void {
      if (forecasts.includes(forecast)) demotions.inc({ forecast, model });
    },
  };
}
