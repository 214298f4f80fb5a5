import { fingerprintOf } from '../../alert/fingerprint.ts';
import type { PredictionResult } from '../predicting/prediction-result.ts';
import type { ScoredPrediction } from './scored.ts';

/** What a result adds to the scorebook of its forecast. */
export function scoredResult(result: PredictionResult): ScoredPrediction {
  const { prediction, model, raisedAtMs, crossing, outcome, crossedAtMs, judgedAtMs: atMs } = result;
  return {
    kind: 'prediction',
    id: fingerprintOf({ prediction, raisedAtMs: String(raisedAtMs) }),
    model,
    atMs,
    raisedAtMs,
    outcome,
    leadMs: crossedAtMs === null ? null : Math.max(0, crossedAtMs - raisedAtMs),
    errorMs: crossedAtMs === null ? null : Math.abs(crossedAtMs - crossing.atMs),
  };
}
