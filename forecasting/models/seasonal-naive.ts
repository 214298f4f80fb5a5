import { lastSeason } from '../ensemble/profiles.ts';
import type { Forecaster } from '../forecaster.ts';
import { lastMsOf } from '../history/last-ms.ts';

const name = 'seasonal-naive';
const version = 1;

/** Repeats the last of the longest season; where there is none, the last value. What every other forecaster has to beat. */
export const seasonalNaive: Forecaster = {
  name,
  version,
  train(history) {
    const data = lastSeason(history.values, history.seasons.at(-1) ?? 1);
    return { model: name, version, trainedToMs: lastMsOf(history), data };
  },
  forecast(state, steps) {
    const season = state.data as readonly number[];
    return Float64Array.from({ length: steps }, (_, step) => season[step % season.length] ?? 0);
  },
};
