import type { Labels } from '../../alert/alert.ts';
import type { ForecasterName } from '../../names.ts';
import type { Target } from '../../target.ts';
import type { Crossing, Limit } from '../crossing.ts';

/**
 * What became of a prediction: the limit was reached, or a repair kept it from being reached, or the forecasts took it back
 * in time by themselves, or it stood until its time was over and nothing happened; or nobody can tell.
 */
export const predictionOutcomes = ['came-true', 'averted', 'receded', 'false-alarm', 'unknown'] as const;
export type PredictionOutcome = (typeof predictionOutcomes)[number];

/** A prediction that was raised, held against what happened. */
export interface PredictionResult {
  /** The workflow id of the prediction. */
  readonly prediction: string;
  readonly forecast: string;
  readonly series: Labels;
  readonly target: Target | null;
  readonly incident: string;
  readonly limit: Limit;
  readonly model: ForecasterName;
  /** When it was raised, when the forecast behind that was made, and what it said. */
  readonly raisedAtMs: number;
  readonly madeAtMs: number;
  readonly crossing: Crossing;
  readonly outcome: PredictionOutcome;
  /** When the limit was reached; null where it was not, or nobody knows. */
  readonly crossedAtMs: number | null;
  /** When this was found out. */
  readonly judgedAtMs: number;
}
