import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../../bench/logs/random.ts';
import { localTrend } from '../../../../forecasting/models/local-trend.ts';
import { ForecastRefusedError } from '../../../../forecasting/refused.ts';

const hourMs = 3_600_000;
const day = 24;

/** What is expected after so many values, one an hour. */
function expected(
  count: number,
  valueAt: (hour: number) => number,
  { steps = day, seasons = [] as readonly number[] } = {},
) {
  const values = Float64Array.from({ length: count }, (_, hour) => valueAt(hour));
  const state = localTrend.train({ values, startMs: 0, stepMs: hourMs, seasons, columns: [], seed: 1 });
  // A state is stored as JSON.
  return localTrend.forecast(JSON.parse(JSON.stringify(state)), steps, []);
}

/** Grows slowly, and more by the day, of which most is given back at midnight; and what does so no more. */
const rotated = (hour: number): number => hour / 2 + 10 * (hour % day);
const brokenOff = (hour: number): number => 10 * (hour < 300 ? hour % day : hour - 288);

/** The largest distance from what comes, in parts of the range given. */
function worst(forecast: Float64Array, valueAt: (ahead: number) => number, range: number): number {
  return Math.max(...forecast.map((value, step) => Math.abs(value - valueAt(step)) / range));
}

describe('local-trend', () => {
  it.each<[what: string, valueAt: (hour: number) => number]>([
    ['a line', (hour) => 1_000 - 2 * hour],
    ['a line with the swings of a day', (hour) => 5 * hour + 40 * Math.sin((2 * Math.PI * hour) / day)],
    ['a line after one large file', (hour) => 2 * hour + (hour > 150 ? 300 : 0)],
    ['a line after a clean-up', (hour) => 2 * hour - (hour > 300 ? 400 : 0)],
    ['a new pace', (hour) => (hour < 264 ? hour : 264 + 3 * (hour - 264))],
    ['what never changes', () => 7],
    [
      'traffic that grows with its swings',
      (hour) => 50 * 4 ** (hour / 336) * (1.1 + Math.sin((2 * Math.PI * hour) / day)),
    ],
  ])('goes on with %s', (_what, valueAt) => {
    const forecast = expected(336, valueAt);

    expect(worst(forecast, (step) => valueAt(336 + step), 100)).toBeLessThan(0.25);
  });

  it('takes the growth in the long run from one that is rotated each day, and the teeth with it', () => {
    const forecast = expected(336 + 12, rotated, { steps: 2 * day });

    expect(worst(forecast, (step) => rotated(348 + step), 240)).toBeLessThan(0.1);
  });

  it('expects no more teeth where what gave back has stopped', () => {
    const forecast = expected(336, brokenOff);

    expect(worst(forecast, (step) => brokenOff(336 + step), 240)).toBeLessThan(0.1);
  });

  it('is not led astray by single wild values', () => {
    const random = randomOf(1);
    const forecast = expected(336, (hour) => 2 * hour + (random.next() < 0.05 ? 500 : 0));

    expect(worst(forecast, (step) => 2 * (336 + step), 500)).toBeLessThan(0.1);
  });

  it('refuses too few values', () => {
    expect(() => expected(11, rotated)).toThrow(
      expect.objectContaining({ constructor: ForecastRefusedError, reason: 'too-few-values' }),
    );
  });

  it('expects numbers after any numbers, in any unit', () => {
    const numbers = fc.array(fc.double({ min: -1e12, max: 1e12, noNaN: true }), { minLength: 12, maxLength: 120 });
    fc.assert(
      fc.property(numbers, fc.constantFrom(2 ** -10, 2 ** 20), (values, unit) => {
        const forecast = expected(values.length, (hour) => values[hour] ?? 0);
        const scaled = expected(values.length, (hour) => unit * (values[hour] ?? 0));
        const size = Math.max(1, ...values.map(Math.abs));

        expect(forecast.every(Number.isFinite)).toBe(true);
        expect(worst(scaled, (step) => unit * (forecast[step] ?? 0), unit * size)).toBeLessThan(1e-6);
      }),
      { numRuns: 30 },
    );
  });
});
