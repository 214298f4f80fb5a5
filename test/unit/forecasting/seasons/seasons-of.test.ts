import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seasonsOf } from '../../../../forecasting/seasons/seasons-of.ts';
import { randomOf } from '../../../../bench/logs/random.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const random = randomOf(3);
const noise = Float64Array.from({ length: 4_096 }, () => random.next() - 0.5);

function seasonsIn(length: number, stepMs: number, valueAt: (step: number) => number): readonly number[] {
  return seasonsOf(
    Float64Array.from({ length }, (_, step) => valueAt(step)),
    stepMs,
  );
}

/** A wave of so many steps. */
const wave = (step: number, period: number): number => Math.sin((2 * Math.PI * step) / period);
const isWeekend = (hour: number): boolean => Math.floor(hour / 24) % 7 >= 5;
let walked = 0;
const walk = noise.map((value) => (walked += value));

describe('seasons', () => {
  it.each<
    [what: string, length: number, stepMs: number, valueAt: (step: number) => number, seasons: readonly number[]]
  >([
    ['a day of hours', 240, hourMs, (at) => 3 * wave(at, 24) + (noise[at] ?? 0), [24]],
    ['a day of five minutes', 1_440, 5 * minuteMs, (at) => wave(at, 288) + (noise[at] ?? 0), [288]],
    ['an hour of minutes', 600, minuteMs, (at) => (at % 60 < 5 ? 9 : 1) + (noise[at] ?? 0), [60]],
    [
      'a day and an hour of minutes',
      4_096,
      minuteMs,
      (at) => 5 * wave(at, 1_440) + (at % 60 < 5 ? 4 : 0) + (noise[at] ?? 0),
      [60, 1_440],
    ],
    ['a week of days', 70, dayMs, (at) => (at % 7 < 5 ? 10 : 2) + (noise[at] ?? 0), [7]],
    [
      'a day and a week of hours',
      900,
      hourMs,
      (at) => (isWeekend(at) ? 0.2 : 1) * (5 + 3 * wave(at, 24)) + (noise[at] ?? 0),
      [24, 168],
    ],
    ['a job every 18 minutes', 500, minuteMs, (at) => (at % 18 === 0 ? 8 : 1) + (noise[at] ?? 0), [18]],
    ['a day under a trend', 240, hourMs, (at) => 0.5 * at + 3 * wave(at, 24) + (noise[at] ?? 0), [24]],
    [
      'a day under rare spikes',
      480,
      hourMs,
      (at) => 3 * wave(at, 24) + ([50, 131, 300, 377].includes(at) ? 500 : 0) + (noise[at] ?? 0),
      [24],
    ],
    ['a week of which there is one', 200, hourMs, (at) => (isWeekend(at) ? 0 : 5) + 0.2 * (noise[at] ?? 0), []],
    ['nothing but noise', 500, hourMs, (at) => noise[at] ?? 0, []],
    ['a walk', 500, hourMs, (at) => walk[at] ?? 0, []],
    ['a line', 500, hourMs, (at) => at, []],
    ['a constant', 500, hourMs, () => 4, []],
  ])('of %s are found', (_what, length, stepMs, valueAt, seasons) => {
    expect(seasonsIn(length, stepMs, valueAt)).toEqual(seasons);
  });

  it('lie at least twice in any values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 80 }),
        fc.constantFrom(minuteMs, hourMs, dayMs),
        (values, stepMs) => {
          const seasons = seasonsOf(Float64Array.from(values), stepMs);

          expect(seasons.every((season, nth) => season > (seasons[nth - 1] ?? 1) && 2 * season <= values.length)).toBe(
            true,
          );
        },
      ),
      { seed: 7 },
    );
  });
});
