import type { ForecastAnswer, ForecasterState, ForecastQuestion } from '../../model/forecast/forecast.ts';
import { refusalReasons } from '../../model/forecast/forecast.ts';
import { forecasterNames } from '../../model/names.ts';
import { partsOf } from '../json-parts.ts';

/** What a calculating process says back: the answer, and how much memory it holds after it. */
export interface AnswerMessage {
  readonly answer: ForecastAnswer;
  readonly residentBytes: number;
}

/** The question in a message to a calculating process; null where it is anything else. */
export function questionIn(message: unknown): ForecastQuestion | null {
  const parts = partsOf(message);
  const { horizon, level, seed, model, seasons, bounds, events, regressors, state } = parts;
  const isQuestion =
    isSeries(parts['series']) &&
    isCount(horizon) &&
    isNumber(level) &&
    isNumber(seed) &&
    isForecaster(model) &&
    (seasons === 'auto' || isListOf(seasons, isCount)) &&
    areBounds(bounds) &&
    isListOf(events, isEvent) &&
    isListOf(regressors, isRegressor) &&
    (state === null || isState(state));
  return isQuestion ? (message as ForecastQuestion) : null;
}

/** The answer in a message of a calculating process, for so many steps ahead; null where it is anything else. */
export function answerIn(message: unknown, horizon: number): AnswerMessage | null {
  const { answer, residentBytes } = partsOf(message);
  const { kind, reason, detail, forecast, state } = partsOf(answer);
  const isAnswer =
    (kind === 'refused' && refusalReasons.some((known) => known === reason) && typeof detail === 'string') ||
    (kind === 'forecast' && isForecast(forecast, horizon) && isState(state));
  return isAnswer && isNumber(residentBytes) ? (message as AnswerMessage) : null;
}

function isForecast(value: unknown, horizon: number): boolean {
  const { model, chosen, startMs, stepMs, level, paths, seasons, backtest, ...lines } = partsOf(value);
  const { yhat, lower, upper } = lines;
  if (!isLine(yhat, horizon) || !isLine(lower, horizon) || !isLine(upper, horizon)) return false;
  const isOrdered = yhat.every((at, step) => (lower[step] ?? Infinity) <= at && at <= (upper[step] ?? -Infinity));
  return (
    isOrdered &&
    isForecaster(model) &&
    (chosen === null || typeof chosen === 'string') &&
    [startMs, stepMs, level].every(isNumber) &&
    isListOf(paths, (path) => isLine(path, horizon)) &&
    isListOf(seasons, isCount) &&
    isBacktest(backtest)
  );
}

function isBacktest(value: unknown): boolean {
  const { origins, mase, coverage } = partsOf(value);
  return isNumber(origins) && [mase, coverage].every((figure) => figure === null || isNumber(figure));
}

function isSeries(value: unknown): boolean {
  const { labels, unit, startMs, stepMs, values } = partsOf(value);
  return (
    typeof labels === 'object' &&
    (unit === null || typeof unit === 'string') &&
    isNumber(startMs) &&
    isNumber(stepMs) &&
    stepMs > 0 &&
    isListOf(values, (one) => one === null || typeof one === 'number')
  );
}

function areBounds(value: unknown): boolean {
  const { lower, upper } = partsOf(value);
  return [lower, upper].every((end) => end === null || isNumber(end));
}

function isEvent(value: unknown): boolean {
  const { name, fromMs, toMs } = partsOf(value);
  return typeof name === 'string' && isNumber(fromMs) && isNumber(toMs);
}

function isRegressor(value: unknown): boolean {
  const { name, series } = partsOf(value);
  return typeof name === 'string' && isSeries(series);
}

function isState(value: unknown): value is ForecasterState {
  const { model, version, trainedToMs } = partsOf(value);
  return isForecaster(model) && isNumber(version) && isNumber(trainedToMs);
}

function isForecaster(value: unknown): boolean {
  return forecasterNames.some((name) => name === value);
}

function isLine(value: unknown, length: number): value is readonly number[] {
  return isListOf(value, isNumber) && value.length === length;
}

function isListOf(value: unknown, isOne: (one: unknown) => boolean): value is readonly unknown[] {
  return Array.isArray(value) && value.every(isOne);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}
