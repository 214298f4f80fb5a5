import { describe, expect, it } from 'vitest';
import { levelled } from '../../../../forecasting/history/levelled.ts';
import { ensemble } from '../../../../forecasting/models/ensemble.ts';
import { aHistory, dailyLoad, meanOf } from '../../../support/forecasting/questions.ts';

/** Ten days around 100, of which the last hours lie on another level. */
function shifted(hours: number, by: (value: number) => number): readonly number[] {
  return dailyLoad(240, 3).map((value, hour) => (hour < 240 - hours ? value : by(value)));
}

describe('a new level', () => {
  it.each([
    { what: 'higher, for a day', hours: 24, by: (value: number) => value + 200, expected: 300 },
    { what: 'higher, for a day and a half', hours: 36, by: (value: number) => value + 200, expected: 300 },
    { what: 'lower, for two days', hours: 48, by: (value: number) => value / 10, expected: 10 },
  ])('$what, is stayed on', ({ hours, by, expected }) => {
    const ahead = ensemble.forecast(ensemble.train(aHistory(shifted(hours, by), { horizon: 48 })), 48, []);

    expect(meanOf([...ahead]) / expected).toBeGreaterThan(0.85);
    expect(meanOf([...ahead]) / expected).toBeLessThan(1.15);
  });

  it('that went down leaves nothing below 0 that was above', () => {
    const { values } = levelled(aHistory(shifted(30, (value) => value / 50)), 24);

    expect(Math.min(...values)).toBeGreaterThan(0);
    expect(Math.max(...values)).toBeLessThan(4);
  });

  it.each([
    { what: 'an hour', values: shifted(1, (value) => value + 200) },
    { what: 'half a day', values: shifted(11, (value) => value + 200) },
    { what: 'most of the time', values: shifted(150, (value) => value + 200) },
    { what: 'no time', values: dailyLoad(240) },
    { what: 'as long as it grows', values: Array.from({ length: 240 }, (_, hour) => hour) },
    { what: 'no time, on a constant', values: Array.from({ length: 240 }, () => 5) },
  ])('that has held for $what is none', ({ values }) => {
    const history = aHistory(values);

    expect(levelled(history, 24)).toBe(history);
  });
});
