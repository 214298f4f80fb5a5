import { trendOf } from '../history/statistics.ts';
import type { Forecaster } from '../forecaster.ts';
import { lastMsOf } from '../history/last-ms.ts';

const name = 'local-trend';
const version = 1;

interface Line {
  readonly level: number;
  readonly slope: number;
}

/** Goes on along the line that the last values follow. */
export const localTrend: Forecaster = {
  name,
  version,
  train(history) {
    const { values } = history;
    const slope = trendOf(values.subarray(Math.floor(values.length / 2)));
    const data: Line = { level: values.at(-1) ?? 0, slope };
    return { model: name, version, trainedToMs: lastMsOf(history), data };
  },
  forecast(state, steps) {
    const { level, slope } = state.data as Line;
    return Float64Array.from({ length: steps }, (_, step) => level + slope * (step + 1));
  },
};
