import { cancellationSignal } from '@temporalio/activity';
import type { SeriesSource } from '../../../clients/series/series-source.ts';
import { isReached } from '../../../forecasting/crossing/first-crossing.ts';
import type { ForecastDefinition } from '../../../model/forecast/running/definition.ts';
import type { SeriesQuery } from '../../../model/forecast/series-query.ts';
import { failure } from '../../contracts/failure.ts';
import { plainLabels } from '../plain-labels.ts';
import { keyOf } from '../reading.ts';
import type { FindCrossing } from './predictions.ts';

/** Reads in the source of a forecast when a series has reached the limit that was predicted for it. */
export function crossingFinder(
  forecasts: readonly ForecastDefinition[],
  source: SeriesSource<SeriesQuery>,
): FindCrossing {
  return async ({ prediction, raisedAtMs, untilMs }) => {
    const definition = forecasts.find(({ name }) => name === prediction.forecast);
    if (!definition) throw failure('UnknownForecast', 'the configuration of this worker has no such forecast');
    const { source: query, stepMs, maxSeries } = definition;
    const fromMs = Math.ceil(raisedAtMs / stepMs) * stepMs;
    const toMs = Math.floor(Math.min(untilMs, Date.now()) / stepMs) * stepMs;
    if (toMs < fromMs) throw failure('SeriesUnavailable', 'nothing was measured since the prediction was raised');
    const found = await source.read({
      query,
      fromMs,
      toMs,
      stepMs,
      maxSeries,
      only: [prediction.series],
      signal: cancellationSignal(),
    });
    const key = keyOf({ labels: prediction.series });
    // The labels of a prediction are masked and cut.
    const series = found.series.find(({ labels }) => keyOf({ labels: plainLabels(labels) }) === key);
    // What is missing may have been the very moment.
    if (!series || found.isPartial) throw failure('SeriesUnavailable', 'the series of a prediction was not read');
    const index = series.values.findIndex((value) => value !== null && isReached(prediction.limit, value));
    return index < 0 ? null : series.startMs + index * series.stepMs;
  };
}
