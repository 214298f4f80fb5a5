import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstCrossing, probabilityOfCrossing } from '../../../../forecasting/crossing/first-crossing.ts';
import type { Limit } from '../../../../model/forecast/crossing.ts';
import type { Forecast } from '../../../../model/forecast/forecast.ts';

const stepMs = 60_000;
const now = { atMs: 0, value: 0 };
const steps = 10;

/** A line that gains 1 a step from 0 now, in a band of the given half width. */
function rising(halfWidth: number, change: Partial<Forecast> = {}): Forecast {
  const yhat = change.yhat ?? Array.from({ length: steps }, (_, step) => step + 1);
  return {
    model: 'local-trend',
    chosen: null,
    startMs: stepMs,
    stepMs,
    yhat,
    lower: yhat.map((value) => value - halfWidth),
    upper: yhat.map((value) => value + halfWidth),
    level: 0.95,
    paths: [],
    seasons: [],
    backtest: { origins: 0, mase: null, coverage: null },
    ...change,
  };
}

const bounded = (values: readonly number[]) => values.map((value) => Math.max(0, value));
const above = (value: number): Limit => ({ direction: 'above', value });
const below = (value: number): Limit => ({ direction: 'below', value });

describe('the first crossing', () => {
  it.each([
    ['at a step', 4, 4],
    ['between steps', 4.25, 4.25],
    ['before the first step', 0.5, 0.5],
    ['at the last step', 10, 10],
  ])('of a sure line is exact %s', (_where, limit, expected) => {
    const crossing = firstCrossing(rising(0), above(limit), now);

    const atMs = expected * stepMs;
    expect(crossing).toEqual({ atMs, earliestMs: atMs, latestMs: atMs, probability: 1 });
  });

  it('is the same downwards', () => {
    const falling = rising(0, { yhat: [-1, -2, -3, -4], lower: [-1, -2, -3, -4], upper: [-1, -2, -3, -4] });

    expect(firstCrossing(falling, below(-2.5), now)).toMatchObject({ atMs: 2.5 * stepMs, probability: 1 });
  });

  it.each([
    ['is far from the band', above(100)],
    ['is on the other side', below(-100)],
  ])('is none where the limit %s', (_what, limit) => {
    expect(firstCrossing(rising(2), limit, now)).toBeNull();
  });

  it.each([
    ['at it', 5],
    ['beyond it', 6],
  ])('is none where the limit is reached already: %s', (_where, value) => {
    expect(firstCrossing(rising(2), above(5), { atMs: 0, value })).toBeNull();
  });

  it('has nine of ten cases of the band in its interval', () => {
    // One standard deviation is one step.
    const crossing = firstCrossing(rising(1.96), above(5), now);

    expect(crossing?.atMs).toBeCloseTo(5 * stepMs, -2);
    expect((crossing?.earliestMs ?? 0) / stepMs).toBeCloseTo(5 - 1.645, 1);
    expect((crossing?.latestMs ?? 0) / stepMs).toBeCloseTo(5 + 1.645, 1);
  });

  it('has no end where it may be after the horizon, and lies in the middle of what is before', () => {
    const crossing = firstCrossing(rising(1.96), above(10), now);

    expect(crossing).toMatchObject({ latestMs: null });
    expect(crossing?.probability).toBeCloseTo(0.5, 2);
    // Of the half that comes, half has come one quarter of the way: z = -0.674.
    expect((crossing?.atMs ?? 0) / stepMs).toBeCloseTo(10 - 0.674, 1);
  });

  it('counts courses: where half of many reach the limit, the probability is about a half', () => {
    const flat = Array.from({ length: steps }, () => 0);
    const paths = Array.from({ length: 200 }, (_, nth) =>
      flat.map((_value, step) => (nth % 2 === 0 && step > 4 ? 10 : 0)),
    );

    const crossing = firstCrossing(rising(1, { yhat: flat, paths }), above(5), now);

    expect(crossing?.probability).toBeCloseTo(0.5, 2);
    expect((crossing?.atMs ?? 0) / stepMs).toBeGreaterThan(5);
  });

  it('sees in few courses no certainty', () => {
    const paths = [0, 1].map(() => Array.from({ length: steps }, () => 4.9));
    const flat = rising(4, { yhat: Array.from({ length: steps }, () => 4.9), paths });

    const probability = firstCrossing(flat, above(5), now)?.probability ?? 0;

    expect(probability).toBeGreaterThan(0.3);
    expect(probability).toBeLessThan(0.6);
  });

  it('of a disk that will be full is as probable at the bound as it would be without one', () => {
    const left = Array.from({ length: steps }, (_, step) => 2 - step);
    const free = rising(8, { yhat: left });
    const cutOff = { ...free, yhat: bounded(left), lower: bounded(free.lower), upper: bounded(free.upper) };

    const crossing = firstCrossing(cutOff, below(0), { atMs: 0, value: 3 });

    const unbounded = firstCrossing(free, below(0), { atMs: 0, value: 3 });
    expect(crossing?.probability).toBeCloseTo(unbounded?.probability ?? 0, 2);
    expect(Math.abs((crossing?.atMs ?? 0) - (unbounded?.atMs ?? 0))).toBeLessThan(stepMs / 2);
  });

  it('is read from an older forecast from now on', () => {
    // Steps 1 to 3 are over; from 1 at 3.5 it goes to 4 at the fourth step, and to 5 at the fifth.
    const crossing = firstCrossing(rising(0), above(2.5), { atMs: 3.5 * stepMs, value: 1 });

    expect(crossing?.atMs).toBeCloseTo(3.75 * stepMs, -1);
  });

  it('is none in a forecast that is over', () => {
    expect(firstCrossing(rising(0), above(4), { atMs: 99 * stepMs, value: 1 })).toBeNull();
  });
});

describe('the probability by a moment', () => {
  it('is 0 now, grows, and is that of the crossing at the end', () => {
    const forecast = rising(3);

    const by = [0, 2, 4, 6, 8, 10].map((step) => probabilityOfCrossing(forecast, above(7), now)(step * stepMs));

    expect(by[0]).toBe(0);
    expect(by).toEqual(by.toSorted((a, b) => a - b));
    expect(by.at(-1)).toBe(firstCrossing(forecast, above(7), now)?.probability);
    expect(probabilityOfCrossing(forecast, above(7), now)(99 * stepMs)).toBe(by.at(-1));
  });

  it('is 1 where the limit is reached already', () => {
    expect(probabilityOfCrossing(rising(3), above(7), { atMs: 0, value: 8 })(stepMs)).toBe(1);
  });
});

describe('any crossing', () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const list = fc.array(number, { minLength: steps, maxLength: steps });
  const forecasts = fc
    .record({ yhat: list, down: list, up: list, paths: fc.array(list, { maxLength: 6 }) })
    .map(({ yhat, down, up, paths }) =>
      rising(0, {
        yhat,
        paths,
        lower: yhat.map((value, step) => value - Math.abs(down[step] ?? 0)),
        upper: yhat.map((value, step) => value + Math.abs(up[step] ?? 0)),
      }),
    );
  const limits = fc.record({ direction: fc.constantFrom('above' as const, 'below' as const), value: number });

  it('lies within the horizon and its interval, with a probability', () => {
    fc.assert(
      fc.property(forecasts, limits, number, (forecast, limit, value) => {
        const crossing = firstCrossing(forecast, limit, { atMs: 0, value });
        if (!crossing) return;
        const { atMs, earliestMs, latestMs, probability } = crossing;
        expect(earliestMs).toBeGreaterThanOrEqual(0);
        expect(atMs).toBeGreaterThanOrEqual(earliestMs);
        expect(latestMs ?? steps * stepMs).toBeGreaterThanOrEqual(atMs);
        expect(latestMs ?? atMs).toBeLessThanOrEqual(steps * stepMs);
        expect(probability).toBeGreaterThan(0);
        expect(probability).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is the less probable the further the limit is', () => {
    fc.assert(
      fc.property(
        forecasts,
        number,
        number,
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        (forecast, limit, value, more) => {
          // An edge just at a limit is taken for a bound, behind which nothing can be seen.
          fc.pre(![...forecast.lower, ...forecast.upper].some((edge) => edge === limit || edge === limit + more));
          const at = { atMs: 0, value };
          const [near, far] = [limit, limit + more].map((one) =>
            probabilityOfCrossing(forecast, above(one), at)(steps * stepMs),
          );
          expect(far).toBeLessThanOrEqual((near ?? 0) + 1e-6);
        },
      ),
    );
  });
});
