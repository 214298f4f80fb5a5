import { describe, expect, it } from 'vitest';
import { answerQuestion } from '../../../../forecasting/answer.ts';
import type { History } from '../../../../forecasting/forecaster.ts';
import { ensemble } from '../../../../forecasting/models/ensemble.ts';
import { randomOf } from '../../../../bench/logs/random.ts';
import type { ForecasterState } from '../../../../model/forecast/forecast.ts';
import {
  aHistory,
  aQuestion,
  dailyLoad,
  forecastIn,
  hourMs,
  meanOf,
  someMonday,
} from '../../../support/forecasting/questions.ts';

/** How the state weighs members, and since when. */
function weightsIn({ data }: ForecasterState) {
  const { weights, weighedAtMs } = data as {
    readonly weights: Readonly<Record<string, number>>;
    readonly weighedAtMs: number;
  };
  return { weights, weighedAtMs };
}

const [before, ahead] = [24 * 12, 24];
const all = dailyLoad(before + 3 * 24);
const until = (hours: number): History => aHistory(all.slice(0, hours));

describe('the ensemble', () => {
  it('is better than the season before on a noisy day', () => {
    const expected = ensemble.forecast(ensemble.train(until(before)), ahead, []);

    const actual = all.slice(before, before + ahead);
    const error = meanOf(actual.map((value, step) => Math.abs(value - (expected[step] ?? NaN))));
    const naive = meanOf(actual.map((value, step) => Math.abs(value - (all[before - 24 + step] ?? NaN))));
    expect(error).toBeLessThan(0.9 * naive);
  });

  it('is not led away by spikes', () => {
    const random = randomOf(2);
    const values = dailyLoad(24 * 14).map((value) => (random.next() < 0.06 ? value + 2_000 * random.next() : value));

    const expected = ensemble.forecast(ensemble.train(aHistory(values)), ahead, []);

    expect(Math.max(...expected)).toBeLessThan(160);
  });

  it('says which of its members counts most', () => {
    const state = ensemble.train(until(before));

    const { weights } = weightsIn(state);
    const heaviest = Object.keys(weights).find((name) => weights[name] === 1);
    expect(ensemble.chosen?.(state)).toBe(`mostly ${heaviest}`);
  });

  it.each([1, -1])('follows what grows out of the range it was in (%d)', (sign) => {
    const random = randomOf(5);
    const values = Array.from({ length: 200 }, (_, at) => sign * (50 + at + 3 * random.next()));

    const state = ensemble.train(aHistory(values, { seasons: [], horizon: 100 }));

    const last = ensemble.forecast(state, 100, []).at(-1) ?? NaN;
    expect(sign * last).toBeGreaterThan(320);
    expect(sign * last).toBeLessThan(380);
  });

  it('learns from newer values without weighing anew for a day', () => {
    const state = ensemble.kept?.(ensemble.train(until(before))) ?? fail();

    const updated = ensemble.update?.(state, until(before + 23)) ?? fail();

    expect(weightsIn(updated)).toEqual(weightsIn(state));
    expect(updated.trainedToMs).toBe(someMonday + (before + 22) * hourMs);
    expect(Math.abs((ensemble.forecast(updated, 1, [])[0] ?? NaN) - (all[before + 23] ?? NaN))).toBeLessThan(12);
  });

  it('weighs anew after a day', () => {
    const state = ensemble.train(until(before));

    const updated = ensemble.update?.(state, until(before + 25)) ?? fail();

    expect(weightsIn(updated)).toMatchObject({ weighedAtMs: someMonday + (before + 24) * hourMs });
  });

  it('asks all members where those that count can make nothing of a history', () => {
    const state = ensemble.train(until(before));
    const onlyTrend = { ...state, data: { ...(state.data as object), weights: { 'local-trend': 1 } } };

    const updated = ensemble.update?.(onlyTrend, until(6)) ?? fail();

    expect(ensemble.forecast(updated, ahead, [])).toHaveLength(ahead);
  });

  it('hands on a small state, by which the next answer is the same', async () => {
    const first = forecastIn(await answerQuestion(aQuestion(all.slice(0, before))));
    const newer = all.slice(0, before + 2);

    const next = forecastIn(await answerQuestion(aQuestion(newer, { state: first.state })));

    expect(JSON.stringify(next.state).length).toBeLessThan(600);
    expect(weightsIn(next.state)).toEqual(weightsIn(first.state));
    expect(next.chosen).toBe(first.chosen);
  });

  it('does not take the state of another version or model', async () => {
    const { state } = forecastIn(await answerQuestion(aQuestion(all.slice(0, before))));
    const newer = aQuestion(all.slice(0, before + 2));

    for (const other of [
      { ...state, version: 0 },
      { ...state, model: 'seasonal-naive' as const },
    ]) {
      const next = forecastIn(await answerQuestion({ ...newer, state: other }));
      expect(weightsIn(next.state)).toMatchObject({ weighedAtMs: someMonday + (before + 1) * hourMs });
    }
  });
});

function fail(): never {
  throw new Error('the ensemble has to offer this');
}
