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

/** What the state says was chosen, and when. */
function choiceIn({ data }: ForecasterState): unknown {
  const { chosen, chosenAtMs } = data as { readonly chosen: string; readonly chosenAtMs: number };
  return { chosen, chosenAtMs };
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

  it('looks at ranks where spikes lie about', () => {
    const random = randomOf(2);
    const values = dailyLoad(24 * 14).map((value) => (random.next() < 0.06 ? value + 2_000 * random.next() : value));

    const state = ensemble.train(aHistory(values));

    expect(ensemble.chosen?.(state)).toBe('robust');
    expect(Math.max(...ensemble.forecast(state, ahead, []))).toBeLessThan(300);
  });

  it.each([1, -1])('follows what grows out of the range it was in (%d)', (sign) => {
    const random = randomOf(5);
    const values = Array.from({ length: 200 }, (_, at) => sign * (50 + at + 3 * random.next()));

    const state = ensemble.train(aHistory(values, { seasons: [], horizon: 100 }));

    const last = ensemble.forecast(state, 100, []).at(-1) ?? NaN;
    expect(sign * last).toBeGreaterThan(320);
    expect(sign * last).toBeLessThan(380);
  });

  it('learns from newer values without choosing anew for a day', () => {
    const state = ensemble.kept?.(ensemble.train(until(before))) ?? fail();

    const updated = ensemble.update?.(state, until(before + 23)) ?? fail();

    expect(choiceIn(updated)).toEqual(choiceIn(state));
    expect(updated.trainedToMs).toBe(someMonday + (before + 22) * hourMs);
    expect(Math.abs((ensemble.forecast(updated, 1, [])[0] ?? NaN) - (all[before + 23] ?? NaN))).toBeLessThan(12);
  });

  it.each([
    { what: 'an older choice', change: {}, hours: before + 25 },
    { what: 'one that is not known any more', change: { chosen: 'of yesterday' }, hours: before + 1 },
  ])('chooses anew after $what', ({ change, hours }) => {
    const state = ensemble.train(until(before));

    const updated =
      ensemble.update?.({ ...state, data: { ...(state.data as object), ...change } }, until(hours)) ?? fail();

    expect(choiceIn(updated)).toMatchObject({ chosenAtMs: someMonday + (hours - 1) * hourMs });
  });

  it('hands on a small state, by which the next answer is the same', async () => {
    const first = forecastIn(await answerQuestion(aQuestion(all.slice(0, before))));
    const newer = all.slice(0, before + 2);

    const next = forecastIn(await answerQuestion(aQuestion(newer, { state: first.state })));

    expect(JSON.stringify(next.state).length).toBeLessThan(300);
    expect(choiceIn(next.state)).toEqual(choiceIn(first.state));
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
      expect(choiceIn(next.state)).toMatchObject({ chosenAtMs: someMonday + (before + 1) * hourMs });
    }
  });
});

function fail(): never {
  throw new Error('the ensemble has to offer this');
}
