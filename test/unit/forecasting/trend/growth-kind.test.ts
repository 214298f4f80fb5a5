import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../../bench/logs/random.ts';
import { growthKindOf } from '../../../../forecasting/trend/growth-kind.ts';

const day = 24;
const random = randomOf(1);
const noise = Array.from({ length: 336 }, () => random.next() - 0.5);

function judged(valueAt: (hour: number) => number): string {
  const values = Float64Array.from({ length: 336 }, (_, hour) => valueAt(hour));
  return growthKindOf({ values, stepMs: 3_600_000, seasons: [] });
}

describe('a series', () => {
  it.each<[what: string, valueAt: (hour: number) => number]>([
    ['rises', (hour) => hour],
    ['falls', (hour) => -hour],
    ['rises by the day more than it swings', (hour) => hour + 100 * Math.sin((2 * Math.PI * hour) / day)],
    ['rises after a clean-up', (hour) => hour - (hour > 200 ? 250 : 0)],
    ['is rotated each day', (hour) => hour % day],
  ])('that %s is of the growing kind', (_what, valueAt) => {
    expect(judged(valueAt)).toBe('growing');
  });

  it.each<[what: string, valueAt: (hour: number) => number]>([
    ['stays', () => 1],
    ['is noise', (hour) => noise[hour] ?? 0],
    ['swings', (hour) => 100 * Math.sin((2 * Math.PI * hour) / day) + (noise[hour] ?? 0)],
    [
      'is smaller at weekends',
      (hour) => (Math.floor(hour / day) % 7 < 5 ? 2 : 1) * (2 - Math.cos((2 * Math.PI * hour) / day)),
    ],
  ])('that %s is not', (_what, valueAt) => {
    expect(judged(valueAt)).toBe('none');
  });

  it('that was rotated each day and is no more has stopped', () => {
    expect(judged((hour) => (hour < 300 ? hour % day : hour - 288))).toBe('stopped');
  });
});
