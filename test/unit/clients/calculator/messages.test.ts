import { describe, expect, it } from 'vitest';
import { answerIn, questionIn } from '../../../../clients/calculator/messages.ts';
import type { Forecast, ForecastAnswer } from '../../../../model/forecast/forecast.ts';
import { aQuestion } from '../../../support/calculator/a-question.ts';

const state = { model: 'ets', version: 1, trainedToMs: 0, data: { alpha: 0.2 } } as const;

function anAnswer(parts: object = {}): { readonly answer: ForecastAnswer; readonly residentBytes: number } {
  const forecast: Forecast = {
    model: 'ets',
    chosen: null,
    startMs: 0,
    stepMs: 60_000,
    yhat: [2, 3],
    lower: [1, 3],
    upper: [4, 3],
    level: 0.95,
    paths: [[2, 4]],
    seasons: [24],
    backtest: { origins: 3, mase: 0.8, coverage: null },
    ...parts,
  };
  return { answer: { kind: 'forecast', forecast, state }, residentBytes: 1e8 };
}

describe('a question to a calculating process', () => {
  const { series } = aQuestion();

  it.each([
    { what: 'is plain', parts: {} },
    { what: 'has gaps', parts: { series: { ...series, values: [1, null, 3] } } },
    { what: 'has values that no forecast is made from', parts: { series: { ...series, values: [NaN, Infinity] } } },
    { what: 'finds seasons by itself', parts: { seasons: 'auto' } },
    { what: 'has a state', parts: { state } },
    { what: 'has events', parts: { events: [{ name: 'release', fromMs: 1, toMs: 2 }] } },
    { what: 'has another series', parts: { regressors: [{ name: 'load', series }] } },
  ])('is understood where it $what', ({ parts }) => {
    const question = { ...aQuestion(), ...parts };

    expect(questionIn(question)).toBe(question);
  });

  it.each([
    { what: 'a horizon of nothing', parts: { horizon: 0 } },
    { what: 'half a step', parts: { horizon: 1.5 } },
    { what: 'an unknown model', parts: { model: 'oracle' } },
    { what: 'no bounds', parts: { bounds: null } },
    { what: 'text among its values', parts: { series: { ...series, values: ['1'] } } },
    { what: 'steps of no length', parts: { series: { ...series, stepMs: 0 } } },
    { what: 'labels that are text', parts: { series: { ...series, labels: 'job' } } },
    { what: 'seasons in words', parts: { seasons: ['day'] } },
    { what: 'a state of an unknown model', parts: { state: { ...state, model: 'oracle' } } },
    { what: 'an event without an end', parts: { events: [{ name: 'release', fromMs: 1 }] } },
    { what: 'no other series', parts: { regressors: null } },
  ])('is none with $what', ({ parts }) => {
    expect(questionIn({ ...aQuestion(), ...parts })).toBeNull();
  });

  it.each([null, undefined, 'question', 3, []])('is none where it is %s', (message) => {
    expect(questionIn(message)).toBeNull();
  });
});

describe('an answer of a calculating process', () => {
  it.each([
    { what: 'a forecast', message: anAnswer() },
    { what: 'a refusal', message: { answer: { kind: 'refused', reason: 'stale', detail: '' }, residentBytes: 1 } },
  ])('is $what', ({ message }) => {
    expect(answerIn(message, 2)).toBe(message);
  });

  it.each([
    { what: 'too few steps', message: anAnswer({ yhat: [2] }) },
    { what: 'a step that is no number', message: anAnswer({ upper: [4, NaN] }) },
    { what: 'a line outside of its interval', message: anAnswer({ yhat: [2, 3.1] }) },
    { what: 'an interval the wrong way round', message: anAnswer({ lower: [5, 3] }) },
    { what: 'a path that is too long', message: anAnswer({ paths: [[1, 2, 3]] }) },
    { what: 'an unknown model', message: anAnswer({ model: 'oracle' }) },
    { what: 'a backtest in words', message: anAnswer({ backtest: { origins: 1, mase: 'good', coverage: null } }) },
    { what: 'no state', message: { ...anAnswer(), answer: { ...anAnswer().answer, state: null } } },
    { what: 'no memory', message: { answer: anAnswer().answer } },
    {
      what: 'an unknown reason',
      message: { answer: { kind: 'refused', reason: 'tired', detail: '' }, residentBytes: 1 },
    },
    { what: 'no reason', message: { answer: { kind: 'refused' }, residentBytes: 1 } },
    { what: 'nothing', message: null },
  ])('is none with $what', ({ message }) => {
    expect(answerIn(message, 2)).toBeNull();
  });
});
