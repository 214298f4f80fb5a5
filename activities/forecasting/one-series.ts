import { cancellationSignal } from '@temporalio/activity';
import type { KeptForecast, KeptName } from '../../clients/forecasts/forecast-store.ts';
import { ForecastStoreError } from '../../clients/forecasts/forecast-store.ts';
import { fingerprintOf } from '../../model/alert/fingerprint.ts';
import type { ForecastDefinition } from '../../model/forecast/running/definition.ts';
import type { ForecastAnswer, ForecastQuestion } from '../../model/forecast/forecast.ts';
import type { ForecastCounts } from '../../model/forecast/running/forecast-run.ts';
import { noCounts } from '../../model/forecast/running/forecast-run.ts';
import { issuedForecast } from '../../model/forecast/running/issued.ts';
import { newestSample } from '../../model/forecast/newest-sample.ts';
import type { Series } from '../../model/forecast/series.ts';
import type { ForecasterName } from '../../model/names.ts';
import { canonicalJson } from '../../model/text/canonical-json.ts';
import type { ForecastDependencies } from './dependencies.ts';
import type { SeriesScores } from './scoring.ts';
import { noScores, scoreSeries } from './scoring.ts';
import type { Surroundings } from './surroundings.ts';
import { tellPredictions } from './telling.ts';

/** One series at its turn. */
interface SeriesTurn {
  /** With the model that is in effect. */
  readonly definition: ForecastDefinition;
  /** Why another model than the configured one makes it; null where that makes it. */
  readonly standIn: string | null;
  readonly key: string;
  readonly series: Series;
  readonly madeAtMs: number;
  readonly around: Surroundings;
}

/** How it went. */
interface SeriesEnd {
  readonly counts: ForecastCounts;
  readonly scores: SeriesScores;
}

/** The share of values that lie between the lower and the upper end of a forecast. */
const level = 0.95;

const minute = 60_000;
/** For one series; networks learn for longer than anything else. */
const usualDeadlineMs = minute;
const slowDeadlineMs = 5 * minute;
const slowModels: readonly ForecasterName[] = ['lstm', 'transformer'];

/** Makes what forecasts one series: with what was learned of it before, and keeping what is learned now. */
export function createSeriesForecast(deps: ForecastDependencies) {
  const keep = createKeeping(deps);
  return async ({ definition, standIn, key, series, madeAtMs, around }: SeriesTurn): Promise<SeriesEnd> => {
    const { name, model, stepMs } = definition;
    const keptName: KeptName = { forecast: name, key, madeFor: purposeOf(definition) };
    const kept = await deps.forecastStore.read(keptName);
    const beganAt = performance.now();
    const answer = await calculate(deps, definition, {
      series,
      model,
      horizon: Math.max(1, Math.ceil(definition.horizonMs / stepMs)),
      seasons: seasonsOf(definition),
      bounds: around.bounds,
      level,
      // The same series gets the same forecast, whoever makes it.
      seed: Number.parseInt(key.slice(0, 8), 16),
      events: around.events,
      regressors: around.regressors,
      state: kept.state,
    });
    if (answer.kind === 'refused') {
      deps.forecastMetrics.refused(name, answer.reason);
      return { counts: { ...noCounts, refused: { [answer.reason]: 1 } }, scores: noScores };
    }
    deps.forecastMetrics.made(name, (performance.now() - beganAt) / 1_000);

    const { forecast, state } = answer;
    let counts: ForecastCounts = { ...noCounts, made: 1 };
    const issued = kept.issued.filter((each) => each.madeAtMs !== madeAtMs);
    const season = forecast.seasons[0] ?? 1;
    // Before anything is told: whether a limit was foreseen is a question about the time before it was reached.
    const { scores, left } = await scoreSeries(
      { definition, key, series, limits: around.limits, issued, madeAtMs, season },
      deps,
    );
    const now = newestSample(series);
    if (now) {
      const limits = around.limits.map((limit) => ({ limit, crossing: deps.firstCrossing(forecast, limit, now) }));
      deps.publish({ name, everyMs: definition.everyMs, series, forecast, limits });
      const told = await tellPredictions({ definition, series, forecast, limits, now, madeAtMs, standIn }, deps);
      counts = { ...counts, ...told };
    }
    await keep(keptName, { state, issued: [...left, issuedForecast(forecast, madeAtMs)] });
    return { counts, scores };
  };
}

/** One series must not keep those behind it from being forecast, whatever it does to the calculation. */
async function calculate(
  { calculator, log }: ForecastDependencies,
  { name, model }: ForecastDefinition,
  question: ForecastQuestion,
): Promise<ForecastAnswer> {
  const signal = cancellationSignal();
  const deadlineMs = slowModels.includes(model) ? slowDeadlineMs : usualDeadlineMs;
  try {
    return await calculator.forecast(question, { deadlineMs, signal });
  } catch (error) {
    signal.throwIfAborted();
    log.warn({ forecast: name, err: error }, 'a forecast could not be calculated');
    return { kind: 'refused', reason: 'model-failed', detail: 'it could not be calculated' };
  }
}

/**
 * Keeps what was learned. Without room for it there is a forecast all the same, which only costs learning anew; that is
 * said once, not for each series.
 */
function createKeeping({ forecastStore, log }: ForecastDependencies) {
  let isFull = false;
  return async (name: KeptName, kept: KeptForecast): Promise<void> => {
    try {
      await forecastStore.write(name, kept);
      isFull = false;
    } catch (error) {
      if (!(error instanceof ForecastStoreError)) throw error;
      if (!isFull) log.warn({ forecast: name.forecast, err: error }, 'what a forecast has learned was not kept');
      isFull = true;
    }
  };
}

/** What was learned for one purpose is of no use for another. */
function purposeOf({
  source,
  stepMs,
  seasonsMs,
  model,
  calendar,
  events,
  eventQueries,
  regressors,
}: ForecastDefinition) {
  const names = [events, eventQueries, regressors].map((list) => list.map(({ name }) => name));
  return fingerprintOf({ purpose: canonicalJson({ source, stepMs, seasonsMs, model, calendar, names }) });
}

function seasonsOf({ seasonsMs, stepMs }: ForecastDefinition): 'auto' | readonly number[] {
  if (seasonsMs === 'auto') return seasonsMs;
  return [...new Set(seasonsMs.map((length) => Math.round(length / stepMs)))].filter((steps) => steps >= 2);
}
