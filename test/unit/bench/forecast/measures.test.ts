import { describe, expect, it } from 'vitest';
import type { Task } from '../../../../bench/forecast/data/task.ts';
import { meanMeasures, measuresOf, owaOf } from '../../../../bench/forecast/measures.ts';
import { naive2, seasonalNaive } from '../../../../bench/forecast/naive.ts';

/** Each day is 1 above the day before, so that all errors are scaled by 1. */
const history = Array.from({ length: 96 }, (_, hour) => Math.floor(hour / 24) + (hour % 24));
const aTask = (actual: readonly number[]): Task => ({ id: 'one', history, actual });
const point = [100, 100];

describe('the measures of a forecast', () => {
  it.each([
    { measure: 'nothing is wrong', actual: [100, 100], smape: 0, mase: 0 },
    { measure: 'one is off', actual: [100, 300], smape: 50, mase: 100 },
    { measure: 'both are off', actual: [50, 150], smape: (200 / 2) * (50 / 150 + 50 / 250), mase: 50 },
  ])('are those of M4 where $measure', ({ actual, smape, mase }) => {
    const found = measuresOf(aTask(actual), { point, lower: null, upper: null });

    expect(found.smape).toBeCloseTo(smape, 9);
    expect(found.mase).toBeCloseTo(mase, 9);
    expect(found).toMatchObject({ coverage: null, msis: null });
  });

  it('call 0 for 0 no error', () => {
    expect(measuresOf(aTask([0, 0]), { point: [0, 0], lower: null, upper: null })).toMatchObject({ smape: 0, mase: 0 });
  });

  it.each([
    { where: 'within', actual: [90, 110], coverage: 1, msis: 20 },
    { where: 'half below', actual: [89, 100], coverage: 0.5, msis: 20 + 40 / 2 },
    { where: 'above', actual: [112, 112], coverage: 0, msis: 20 + 80 },
  ])('punish an interval by what lies outside: $where', ({ actual, coverage, msis }) => {
    const found = measuresOf(aTask(actual), { point, lower: [90, 90], upper: [110, 110] });

    expect(found.coverage).toBe(coverage);
    expect(found.msis).toBeCloseTo(msis, 9);
  });

  it('have no mean interval where one is missing', () => {
    const whole = { smape: 1, mase: 1, coverage: 1, msis: 1 };

    expect(meanMeasures([whole, { ...whole, mase: 3, msis: null }])).toEqual({ ...whole, mase: 2, msis: null });
  });

  it('are weighed against those of Naive2', () => {
    const naive = { smape: 20, mase: 2, coverage: null, msis: null };

    expect(owaOf({ ...naive, smape: 10, mase: 2 }, naive)).toBe(0.75);
  });
});

describe('the naive forecasts', () => {
  it('repeat the day before', () => {
    expect(seasonalNaive(history)).toEqual([...history.slice(-24), ...history.slice(-24)]);
  });

  it('repeat the last value of what has no season, and of what is not above 0', () => {
    const alternating = Array.from({ length: 96 }, (_, hour) => 5 + (hour % 2));
    const below = history.map((value) => value - 5);

    expect(naive2([...alternating, 7])).toEqual(Array<number>(48).fill(7));
    expect(naive2(below)).toEqual(Array<number>(48).fill(below.at(-1) ?? NaN));
  });

  it('divide a season out first', () => {
    const effects = Array.from({ length: 24 }, (_, hour) => 1 + 0.5 * Math.sin((2 * Math.PI * hour) / 24));
    const seasonal = Array.from({ length: 240 }, (_, hour) => 100 * (effects[hour % 24] ?? 0));

    naive2(seasonal).forEach((value, step) => expect(value).toBeCloseTo(100 * (effects[step % 24] ?? 0), 6));
  });
});
