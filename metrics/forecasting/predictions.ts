import { Counter, Histogram } from 'prom-client';
import type { Withdrawal } from '../../model/forecast/predicting/prediction-record.ts';
import { withdrawals } from '../../model/forecast/predicting/prediction-record.ts';
import type { PredictionOutcome } from '../../model/forecast/predicting/prediction-result.ts';
import { predictionOutcomes } from '../../model/forecast/predicting/prediction-result.ts';
import type { MetricsRegistry } from '../registry.ts';

const hour = 3_600;
/** What happens to a prediction on its way, a withdrawal by its reason aside. */
const events = ['waiting', 'raised', 'urgent', 'updated'] as const;

export type PredictionMetrics = ReturnType<typeof createPredictionMetrics>;

/** What is counted about predictions. */
export function createPredictionMetrics(registry: MetricsRegistry) {
  const registers = [registry];
  const predictions = new Counter({
    name: 'nightshift_prediction_events_total',
    help: 'What happened to predictions on their way.',
    labelNames: ['event'],
    registers,
  });
  const outcomes = new Counter({
    name: 'nightshift_prediction_outcomes_total',
    help: 'Predictions that were raised, by what became of them.',
    labelNames: ['outcome'],
    registers,
  });
  const leads = new Histogram({
    name: 'nightshift_prediction_lead_seconds',
    help: 'Time from raising a prediction until the limit was expected to be reached.',
    buckets: [hour / 2, hour, 2 * hour, 4 * hour, 8 * hour, 24 * hour, 72 * hour, 168 * hour, 720 * hour],
    registers,
  });
  for (const event of [...events, ...withdrawals]) predictions.inc({ event }, 0);
  for (const outcome of predictionOutcomes) outcomes.inc({ outcome }, 0);

  const happened = (event: (typeof events)[number] | Withdrawal): void => predictions.inc({ event });
  return {
    waiting: () => happened('waiting'),
    raised(leadSeconds: number): void {
      happened('raised');
      leads.observe(leadSeconds);
    },
    becameUrgent: () => happened('urgent'),
    updated: () => happened('updated'),
    withdrawn: (why: Withdrawal) => happened(why),
    ended: (outcome: PredictionOutcome) => outcomes.inc({ outcome }),
  };
}
