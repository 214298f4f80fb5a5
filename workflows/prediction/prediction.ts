import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  setHandler,
} from '@temporalio/workflow';
import { nextStep } from '../../model/forecast/predicting/next-step.ts';
import type { PredictionRecord } from '../../model/forecast/predicting/prediction-record.ts';
import type { Prediction } from '../../model/forecast/prediction.ts';
import { messageNames } from '../../model/names.ts';
import { PredictionDesk } from './desk.ts';

/** A Signal, because a forecast must not be lost and needs no answer. */
export const predictedSignal = defineSignal<[Prediction]>(messageNames.predicted);
export const predictionQuery = defineQuery<PredictionRecord>(messageNames.prediction);

/** What a prediction starts from: nothing, and its whole record when it continues as new. */
interface PredictionInput {
  readonly record?: PredictionRecord;
}

/** Beyond this a wait is cut in parts: a time far ahead may come from anywhere. */
const longestWaitMs = 30 * 24 * 60 * 60_000;

/**
 * The life of one prediction: forecasts of one series and one limit are told, it is raised in time as an alert like any
 * other, kept up to date and taken back when they say so, and held against what happened.
 */
export async function prediction(input: PredictionInput = {}): Promise<PredictionRecord> {
  const desk = new PredictionDesk(input.record);
  setHandler(predictedSignal, (told) => desk.hear(told), { description: 'What a forecast says now of this limit.' });
  setHandler(predictionQuery, () => desk.record, { description: 'Everything known about this prediction.' });

  for (;;) {
    const step = nextStep(desk.record, Date.now());
    if (step.kind === 'end') {
      await condition(allHandlersFinished);
      // A signal may have come in with the very task that ends it.
      if (nextStep(desk.record, Date.now()).kind === 'end') return desk.record;
    } else if (step.kind !== 'wait') {
      await desk.take(step);
    } else if (desk.isHistoryFull) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof prediction>({ record: desk.record });
    } else {
      await untilNews(desk, step.untilMs - Date.now());
    }
  }
}

/** Sleeps until a forecast is told, or the time is over. */
async function untilNews(desk: PredictionDesk, waitMs: number): Promise<void> {
  const before = desk.record;
  const isNews = (): boolean => desk.record !== before || desk.isHistoryFull;
  await condition(isNews, Math.max(1, Math.min(waitMs, longestWaitMs)), { summary: 'the next forecast, or its hour' });
}
