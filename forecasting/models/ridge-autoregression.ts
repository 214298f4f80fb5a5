import type { Autoregression } from '../autoregression/autoregression.ts';
import { continueAutoregression, fitAutoregression } from '../autoregression/autoregression.ts';
import { rhythmsOf, seasonalLags } from '../autoregression/lags.ts';
import type { Forecaster } from '../forecaster.ts';
import { lastMsOf } from '../history/last-ms.ts';

const name = 'ridge-autoregression';
const version = 1;

/** One regression of the logarithms on the last day and the same moments of the days and the week before. */
export const ridgeAutoregression: Forecaster = {
  name,
  version,
  train(history) {
    const lags = seasonalLags(rhythmsOf(history));
    const data = fitAutoregression(history, { lags, difference: 0, scale: 'logarithm', ridge: 1 });
    return { model: name, version, trainedToMs: lastMsOf(history), data };
  },
  forecast(state, steps, columns) {
    return continueAutoregression(state.data as Autoregression, steps, columns);
  },
};
