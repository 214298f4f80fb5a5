import type { Crossing, Limit } from '../../model/forecast/crossing.ts';
import type { Forecast, ForecastAnswer } from '../../model/forecast/forecast.ts';
import { newestSample } from '../../model/forecast/newest-sample.ts';
import type { Series } from '../../model/forecast/series.ts';
import { firstCrossing, probabilityOfCrossing } from '../../forecasting/crossing/first-crossing.ts';

/** The answer to a question as scripts read it. */
export function answerAsJson(answer: ForecastAnswer, series: Series, limit: Limit | null): object {
  if (answer.kind === 'refused') return { refused: { reason: answer.reason, detail: answer.detail } };
  const { forecast } = answer;
  const { model, chosen, level, seasons, backtest } = forecast;
  return {
    model,
    chosen,
    level,
    seasons,
    backtest,
    ...(limit ? { limit, crossing: crossingAsJson(crossingOf(forecast, series, limit)) } : {}),
    rows: rowsOf(forecast, series, limit),
  };
}

function rowsOf(forecast: Forecast, series: Series, limit: Limit | null): readonly object[] {
  const now = newestSample(series);
  const crossedBy = limit && now && probabilityOfCrossing(forecast, limit, now);
  return forecast.yhat.map((yhat, step) => {
    const atMs = forecast.startMs + step * forecast.stepMs;
    return {
      ds: isoTime(atMs),
      yhat,
      yhat_lower: forecast.lower[step],
      yhat_upper: forecast.upper[step],
      ...(crossedBy ? { p_crossed: crossedBy(atMs) } : {}),
    };
  });
}

/** When a limit is first reached; null where it is not expected to be, or is reached already. */
export function crossingOf(forecast: Forecast, series: Series, limit: Limit): Crossing | null {
  const now = newestSample(series);
  return now && firstCrossing(forecast, limit, now);
}

function crossingAsJson(crossing: Crossing | null): object | null {
  if (!crossing) return null;
  const { atMs, earliestMs, latestMs, probability } = crossing;
  return {
    at: isoTime(atMs),
    earliest: isoTime(earliestMs),
    latest: latestMs === null ? null : isoTime(latestMs),
    probability,
  };
}

/** Whole seconds without their zeros behind the point, as data sets have them. */
function isoTime(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
