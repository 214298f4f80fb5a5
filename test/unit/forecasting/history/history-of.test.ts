import { describe, expect, it } from 'vitest';
import { historyOf } from '../../../../forecasting/history/history-of.ts';
import { aQuestion, dailyLoad, hourMs, someMonday } from '../../../support/forecasting/questions.ts';

const at = (hour: number): number => someMonday + hour * hourMs;

describe('a history', () => {
  it('begins with the first value that was measured', () => {
    const history = historyOf(aQuestion([null, null, null, ...dailyLoad(100)]));

    expect(history).toMatchObject({ startMs: someMonday + 3 * hourMs, seasons: [24] });
    expect(history.values).toHaveLength(100);
  });

  it('is the end of a long series', () => {
    const values = Array.from({ length: 5_000 }, (_, nth) => nth);

    const history = historyOf(aQuestion(values));

    expect([history.values.length, history.values[0], history.values.at(-1)]).toEqual([4_096, 904, 4_999]);
    expect(history.startMs).toBe(someMonday + 904 * hourMs);
  });

  it('has seasons that were asked for, if it holds them twice', () => {
    const { seasons } = historyOf(aQuestion(dailyLoad(100), { seasons: [48, 12, 12, 51, 1, 2.5] }));

    expect(seasons).toEqual([12, 48]);
  });

  it('with a day missing is filled by what the days around were', () => {
    const whole = dailyLoad(24 * 8, 0);
    const values = whole.map((value, hour) => (hour >= 60 && hour < 84 ? null : value));

    const filled = historyOf(aQuestion(values)).values;

    for (let hour = 60; hour < 84; hour++) expect(Math.abs((filled[hour] ?? 0) - (whole[hour] ?? 0))).toBeLessThan(6);
  });

  it('goes on while the last few values are late', () => {
    const { values } = historyOf(aQuestion([...dailyLoad(100, 0), null, null, null]));

    expect(values).toHaveLength(103);
    expect([...values].every(Number.isFinite)).toBe(true);
  });

  it('has a column for each kind of event and each regressor, also ahead', () => {
    const events = [
      { name: 'deployment', fromMs: at(2.5), toMs: at(4) },
      { name: 'deployment', fromMs: at(101), toMs: at(102) },
    ];
    const series = {
      labels: {},
      unit: null,
      startMs: at(0),
      stepMs: 2 * hourMs,
      values: [5, null, 7, ...Array.from({ length: 48 }, () => 9)],
    };

    const { columns } = historyOf(aQuestion(dailyLoad(100), { events, regressors: [{ name: 'users', series }] }));

    expect(columns.map(({ past, ahead }) => [past.length, ahead.length])).toEqual([
      [100, 24],
      [100, 24],
    ]);
    expect([...(columns[0]?.past.subarray(0, 6) ?? [])]).toEqual([0, 0, 1, 1, 0, 0]);
    expect([...(columns[0]?.ahead.subarray(0, 3) ?? [])]).toEqual([0, 1, 0]);
    expect(columns[1]?.past[0]).toBe(5);
    expect(columns[1]?.ahead.at(-1)).toBe(9);
  });
});
