import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { History } from '../../../../forecasting/forecaster.ts';
import { forecasters } from '../../../../forecasting/models/index.ts';
import { ForecastRefusedError } from '../../../../forecasting/refused.ts';
import type { ForecasterState } from '../../../../model/forecast/forecast.ts';
import { loadEnginesOf } from '../../../../workers/calculator/engines.ts';
import { aHistory, meanError, waves, wavesAfter } from '../../../support/forecasting/family-histories.ts';

const { arima, ets, mstl, prophet } = forecasters;
const families = [arima, ets, mstl, prophet];

beforeAll(() => Promise.all(families.map(({ name }) => loadEnginesOf(name))));

describe.each(families)('$name', (family) => {
  const expected = (history: History, steps = 24): Float64Array => family.forecast(family.train(history), steps, []);

  it('goes on with a season and a trend', () => {
    const found = expected(aHistory(waves(240), { seasons: [24] }));

    expect(meanError(found, wavesAfter(240, 24))).toBeLessThan(1.5);
  });

  it('goes on beyond what its state holds', () => {
    const found = expected(aHistory(waves(240), { seasons: [24] }), 480);

    expect(found).toHaveLength(480);
    expect(meanError(found, wavesAfter(240, 480))).toBeLessThan(8);
  });

  it('does without a season', () => {
    const found = expected(aHistory(Array.from({ length: 60 }, (_, step) => 3 * step)));

    expect(
      meanError(
        found,
        Array.from({ length: 24 }, (_, step) => 3 * (60 + step)),
      ),
    ).toBeLessThan(4);
  });

  it('keeps a state of plain JSON that says until when it knows', () => {
    const history = aHistory(waves(120), { seasons: [24] });

    const state = family.train(history);
    const restored = JSON.parse(JSON.stringify(state)) as ForecasterState;

    expect(restored).toEqual(state);
    expect(restored).toMatchObject({ model: family.name, version: family.version });
    expect(restored.trainedToMs).toBe(history.startMs + 119 * history.stepMs);
    expect(family.forecast(restored, 24, [])).toEqual(family.forecast(state, 24, []));
  });

  it('expects the same from the same history, and leaves it as it is', () => {
    const history = aHistory(waves(120), { seasons: [24] });
    const before = history.values.slice();

    expect(expected(history)).toEqual(expected(history));
    expect(history.values).toEqual(before);
  });

  it.each([1e-200, 1e-6, 1e9, 1e200])('sees the same in a unit that is %d times as small', (unit) => {
    const values = waves(120);

    const plain = expected(aHistory(values, { seasons: [24] }));
    const scaled = expected(aHistory(values.map((value) => value * unit), { seasons: [24] })); // prettier-ignore

    expect(meanError(scaled.map((value) => value / unit), plain)).toBeLessThan(0.5); // prettier-ignore
  });

  it.each([0, 5, -1e12])('expects of a constant %d that it stays', (constant) => {
    const found = expected(aHistory(Array<number>(100).fill(constant), { seasons: [24] }), 30);

    expect([...found]).toEqual(Array<number>(30).fill(constant));
  });

  it('refuses fewer values than it can learn from', () => {
    const values = [1, 3, 2, 5];

    expect(() => family.train(aHistory(values))).toThrow(expect.objectContaining({ reason: 'too-few-values' }));
  });

  it('answers anything finite with numbers, or refuses', () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true });

    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (values) => {
        const history = aHistory(values, { seasons: values.length >= 14 ? [7] : [] });

        const outcome = outcomeOf(() => expected(history, 10));

        expect(outcome === 'refused' || (outcome.length === 10 && outcome.every(Number.isFinite))).toBe(true);
      }),
      { numRuns: 25, seed: 1 },
    );
  });
});

function outcomeOf(make: () => Float64Array): Float64Array | 'refused' {
  try {
    return make();
  } catch (error) {
    if (error instanceof ForecastRefusedError) return 'refused';
    throw error;
  }
}
