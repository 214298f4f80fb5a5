import { firstCrossing } from '../../../forecasting/crossing/first-crossing.ts';
import type { ForecastAnswer, ForecastQuestion } from '../../../model/forecast/forecast.ts';
import type { ForecasterName } from '../../../model/names.ts';
import type { MadeHistory } from '../histories/make-histories.ts';
import { horizonSteps } from '../histories/make-histories.ts';
import type { Method } from './method.ts';
import { unforeseen } from './method.ts';

/** What answers questions: the product's own way. */
export type Ask = (question: ForecastQuestion) => Promise<ForecastAnswer>;

/** Nightshift, by one of its forecasters. A refusal foresees nothing. */
export function byForecast(model: ForecasterName, ask: Ask): Method {
  return {
    name: model,
    foresee: async (history) => {
      const answer = await ask(questionOf(history, model));
      if (answer.kind === 'refused') return unforeseen;

      const { series, limit } = history;
      const now = {
        atMs: series.startMs + (series.values.length - 1) * series.stepMs,
        value: series.values.at(-1) ?? 0,
      };
      return firstCrossing(answer.forecast, limit, now) ?? unforeseen;
    },
  };
}

/** What will be in the day after a history, asked as the product would ask it. */
export function questionOf({ series, bounds }: MadeHistory, model: ForecasterName): ForecastQuestion {
  const plain = { seasons: 'auto', level: 0.95, seed: 1, events: [], regressors: [], state: null } as const;
  return { ...plain, series, bounds, model, horizon: horizonSteps };
}
