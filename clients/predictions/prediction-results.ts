import { openAppendFile } from '../audit/append-file.ts';
import type { PredictionResult } from '../../model/forecast/predicting/prediction-result.ts';

/** Where it is kept what became of predictions. */
export interface PredictionResultStore {
  /** Resolves when the result would survive a loss of power. */
  add(result: PredictionResult): Promise<void>;
}

/** Keeps them in a file that only grows, one JSON object a line. It is made with the first of them. */
export function createPredictionResults(file: string): PredictionResultStore {
  let last: Promise<unknown> = Promise.resolve();

  const append = async (result: PredictionResult): Promise<void> => {
    // Results are few, days apart: the file is not held open for the next one.
    const lines = await openAppendFile(file);
    try {
      await lines.append(`${JSON.stringify(result)}\n`);
    } finally {
      await lines.close();
    }
  };

  return {
    add(result) {
      const added = last.then(() => append(result));
      last = added.catch(() => undefined);
      return added;
    },
  };
}
