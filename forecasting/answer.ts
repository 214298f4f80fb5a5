import type { Forecast, ForecastAnswer, ForecasterState, ForecastQuestion } from '../model/forecast/forecast.ts';
import { rhythmsOf } from './autoregression/lags.ts';
import { boundsFor, within } from './bounds.ts';
import type { Forecaster, History, SlowForecaster, TrainingRun } from './forecaster.ts';
import { historyOf } from './history/history-of.ts';
import { lastMsOf } from './history/last-ms.ts';
import { seasonalNaiveError } from './history/statistics.ts';
import type { Trial } from './intervals/backtest.ts';
import { historyToLearnFrom, tryOut, tryOutSlowly } from './intervals/backtest.ts';
import { conformalOf, intervalAround } from './intervals/conformal.ts';
import { figuresOf } from './intervals/figures.ts';
import { pathsAround } from './intervals/paths.ts';
import { forecasters } from './models/index.ts';
import { seasonalNaive } from './models/seasonal-naive.ts';
import { ForecastRefusedError } from './refused.ts';

/** The typical error is taken to be at least this share of that of the seasonal naive forecast: nothing is as sure as it may look. */
const leastShareOfNaive = 0.05;

/** What a forecaster said, before it is known how far to trust it. */
interface Learned {
  readonly state: ForecasterState;
  /** What of the state is handed on. */
  readonly kept: ForecasterState;
  readonly chosen: string | null;
  readonly expected: Float64Array;
  readonly trials: readonly Trial[];
}

/**
 * Answers a question: learns from the series, or goes on from what an earlier answer has learned, and says what to
 * expect, how far off that may be, and how well it would have done before. Bad data and bad models are refused by a
 * reason; nothing is thrown but the signal's reason.
 *
 * @param supplied what stands in the place of the model of its name.
 */
export async function answerQuestion(
  question: ForecastQuestion,
  run: TrainingRun = unhurried(),
  supplied?: SlowForecaster,
): Promise<ForecastAnswer> {
  const forecaster: Forecaster | SlowForecaster =
    supplied?.name === question.model ? supplied : forecasters[question.model];
  try {
    const history = historyOf(question);
    const learned =
      'canUse' in forecaster
        ? await learnSlowly(forecaster, history, question, run)
        : learn(forecaster, history, question);
    if (!learned.expected.every(Number.isFinite)) return refused('model-failed', 'the forecast has no finite values');
    return { kind: 'forecast', forecast: forecastOf(question, history, learned), state: learned.kept };
  } catch (error) {
    run.signal.throwIfAborted();
    if (error instanceof ForecastRefusedError) return refused(error.reason, error.message);
    return refused('model-failed', error instanceof Error ? error.name : 'unknown error');
  }
}

function learn(forecaster: Forecaster, history: History, { state: earlier, horizon }: ForecastQuestion): Learned {
  const state =
    earlier !== null && isOf(forecaster, earlier) && forecaster.update
      ? forecaster.update(earlier, history)
      : forecaster.train(history);
  return {
    state,
    kept: forecaster.kept?.(state) ?? state,
    chosen: forecaster.chosen?.(state) ?? null,
    expected: forecaster.forecast(state, horizon, history.columns),
    trials: tryOut(forecaster, state, history, horizon),
  };
}

async function learnSlowly(
  forecaster: SlowForecaster,
  history: History,
  { state: earlier, horizon }: ForecastQuestion,
  run: TrainingRun,
): Promise<Learned> {
  const toLearnFrom = historyToLearnFrom(history, horizon);
  const canUse = earlier !== null && isOf(forecaster, earlier) && forecaster.canUse(earlier, toLearnFrom);
  const state = canUse ? earlier : await forecaster.train(toLearnFrom, run);
  return {
    state,
    kept: state,
    chosen: null,
    expected: await forecaster.forecast(state, history, horizon),
    trials: await tryOutSlowly(forecaster, state, history, horizon),
  };
}

function isOf({ name, version }: Forecaster | SlowForecaster, state: ForecasterState): boolean {
  return state.model === name && state.version === version;
}

function forecastOf(question: ForecastQuestion, history: History, { chosen, expected, trials }: Learned): Forecast {
  const { values, seasons } = history;
  const { level } = question;
  const naiveError = seasonalNaiveError(values, seasons[0] ?? 1);
  const terms = {
    season: rhythmsOf(history).short,
    mayBeRelative: values.every((value) => value > 0),
    least: leastShareOfNaive * naiveError,
  };
  const conformalFrom = (some: readonly Trial[]) => conformalOf(some, terms, level);
  // Where it could not be tried, it is taken to be no better than the simplest one.
  const known =
    trials.length > 0 ? trials : tryOut(seasonalNaive, seasonalNaive.train(history), history, question.horizon);
  const conformal = conformalFrom(known);
  const { lower, upper } = intervalAround(conformal, values.length, expected);
  const bounds = boundsFor(question.bounds, values);
  return {
    model: question.model,
    chosen,
    startMs: lastMsOf(history) + history.stepMs,
    stepMs: history.stepMs,
    yhat: within(bounds, expected),
    lower: within(bounds, lower),
    upper: within(bounds, upper),
    level,
    paths: pathsAround(expected, values.length, known, conformal).map((path) => within(bounds, path)),
    seasons,
    backtest: figuresOf(trials, naiveError, conformalFrom),
  };
}

function refused(reason: ForecastRefusedError['reason'], detail: string): ForecastAnswer {
  return { kind: 'refused', reason, detail };
}

/** Nobody waits, and nobody asks how far it is. */
function unhurried(): TrainingRun {
  return { signal: new AbortController().signal, onProgress: () => undefined };
}
