import type { PredictionResultStore } from '../../../clients/predictions/prediction-results.ts';
import type { ScorebookClient } from '../../../clients/predictions/scorebooks.ts';
import type { WhatHappened } from '../../../model/forecast/predicting/judge.ts';
import type { PredictionResult } from '../../../model/forecast/predicting/prediction-result.ts';
import type { Prediction } from '../../../model/forecast/prediction.ts';
import { scoredResult } from '../../../model/forecast/scoring/scored-result.ts';
import type { Weekly } from '../../../model/standing/maintenance.ts';
import { nextOpeningOf } from '../../../model/standing/maintenance.ts';
import { failure } from '../../contracts/failure.ts';
import { tellScores } from '../scoring.ts';

/** A prediction whose time is over. Times are in milliseconds since 1970. */
interface OutcomeQuestion {
  readonly prediction: Prediction;
  readonly raisedAtMs: number;
  readonly untilMs: number;
}

/**
 * When a series first reached its limit within a time; null where it did not.
 *
 * @throws whatever keeps it from reading the series.
 */
export type FindCrossing = (question: OutcomeQuestion) => Promise<number | null>;

/** What the activities of predictions need. */
export interface PredictionDependencies {
  /** Whether a repair of the incident changed something since a time. */
  readonly hasActedSince: (incident: string, sinceMs: number) => Promise<boolean>;
  /** Null where nobody can read the series. */
  readonly findCrossing: FindCrossing | null;
  readonly predictionResults: PredictionResultStore;
  readonly scorebooks: ScorebookClient;
}

/** The activities that predictions need; each says what is, and changes nothing but the record of results. */
export function createPredictionActivities(deps: PredictionDependencies) {
  const { hasActedSince, findCrossing, predictionResults } = deps;
  return {
    /** When these hours begin next; now where they have begun, null where they never do. */
    async nextOpening({ hours, nowMs }: { readonly hours: Weekly; readonly nowMs: number }): Promise<number | null> {
      try {
        return nextOpeningOf(hours, nowMs);
      } catch (error) {
        // A time zone that this machine does not know.
        if (error instanceof RangeError) return null;
        throw error;
      }
    },

    /** What became of a prediction, as far as anybody can tell. */
    async outcomeOfPrediction(question: OutcomeQuestion): Promise<WhatHappened> {
      const { prediction, raisedAtMs } = question;
      const [acted, crossedAtMs] = await Promise.all([
        hasActedSince(prediction.incident, raisedAtMs).catch(() => null),
        findCrossing?.(question).catch(() => undefined),
      ]);
      return { acted, ...(crossedAtMs === undefined ? {} : { crossedAtMs }) };
    },

    /** Keeps what became of a prediction. Done twice it may stand there twice, and is scored once; prediction and time are its key. */
    async recordPrediction(result: PredictionResult): Promise<void> {
      await tellScores(deps, result.forecast, [scoredResult(result)]);
      try {
        await predictionResults.add(result);
      } catch {
        throw failure('ResultsUnavailable', 'the results of predictions cannot be written: make room for them');
      }
    },
  };
}
