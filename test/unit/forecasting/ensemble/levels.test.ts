import { describe, expect, it } from 'vitest';
import type { LevelKind } from '../../../../forecasting/ensemble/levels.ts';
import { continueLevel, fitLevel } from '../../../../forecasting/ensemble/levels.ts';
import { meanOf } from '../../../support/forecasting/questions.ts';

const [day, days] = [24, 14];
const swing = (hour: number): number => 10 * Math.sin((2 * Math.PI * hour) / day);

/** What is expected of so many hours that swing around 100, and around 130 in the last ones. */
function expectedAfter(level: LevelKind, { hours = days * day, higher = 0, steps = 2 * day } = {}): Float64Array {
  const values = Float64Array.from(
    { length: hours },
    (_, hour) => 100 + swing(hour) + (hour >= hours - higher ? 30 : 0),
  );
  const fitted = fitLevel(values, { level, scale: 'linear', day, season: day });
  return continueLevel(fitted, steps);
}

describe('a season around a level', () => {
  it.each<LevelKind>(['late', 'lasting', 'fading'])('goes on as it was (%s)', (level) => {
    const expected = expectedAfter(level);

    for (const [step, value] of expected.entries()) expect(value).toBeCloseTo(100 + swing(step), 1);
  });

  it('begins at its hour, whatever the last one was', () => {
    const hours = days * day + 7;

    const expected = expectedAfter('late', { hours });

    for (const [step, value] of expected.entries()) expect(value).toBeCloseTo(100 + swing(hours + step), 0);
  });

  it.each<[level: LevelKind, higher: number, least: number, most: number]>([
    ['late', day, 125, 135],
    ['lasting', day, 99, 105],
    ['lasting', 6 * day, 125, 135],
  ])('follows what is %s after %d higher hours', (level, higher, least, most) => {
    const middle = meanOf([...expectedAfter(level, { higher })]);

    expect(middle).toBeGreaterThan(least);
    expect(middle).toBeLessThan(most);
  });

  it('fades from the last hours to the last week, by half each day', () => {
    const [usual, higher] = [
      expectedAfter('fading', { steps: 240 }),
      expectedAfter('fading', { higher: 6, steps: 240 }),
    ];

    const more = higher.map((value, step) => value - (usual[step] ?? 0));
    const [after = NaN, afterADay = NaN, last = NaN] = [more[0], more[day], more[239]];
    expect(after).toBeGreaterThan(20);
    expect((afterADay - last) / (after - last)).toBeCloseTo(0.5, 1);
    expect(Math.abs(last)).toBeLessThan(3);
  });

  it.each([1, 5, 30])('of %d values is finite', (hours) => {
    expect(expectedAfter('fading', { hours }).every(Number.isFinite)).toBe(true);
  });
});
