import type { ForecastQuestion } from '../../model/forecast/forecast.ts';
import type { Series } from '../../model/forecast/series.ts';
import type { ForecastOptions } from './options.ts';
import { stepsOf } from './options.ts';

/** What is asked about a series. @throws UsageError where the horizon is none of its steps. */
export function questionOf(series: Series, options: ForecastOptions): ForecastQuestion {
  const { horizon, model, seasons, bounds, level, seed } = options;
  return {
    series,
    horizon: stepsOf(horizon, series.stepMs),
    model,
    seasons,
    bounds,
    level,
    seed,
    events: [],
    regressors: [],
    state: null,
  };
}
