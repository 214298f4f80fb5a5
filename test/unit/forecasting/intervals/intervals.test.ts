import { describe, expect, it } from 'vitest';
import type { Forecaster, SlowForecaster } from '../../../../forecasting/forecaster.ts';
import type { Trial } from '../../../../forecasting/intervals/backtest.ts';
import { historyToLearnFrom, tryOut, tryOutSlowly } from '../../../../forecasting/intervals/backtest.ts';
import { conformalOf, intervalAround } from '../../../../forecasting/intervals/conformal.ts';
import { figuresOf } from '../../../../forecasting/intervals/figures.ts';
import { hiddenSteps, historyUntil, originsOf } from '../../../../forecasting/intervals/origins.ts';
import { pathsAround } from '../../../../forecasting/intervals/paths.ts';
import { seasonalNaive } from '../../../../forecasting/models/seasonal-naive.ts';
import { aHistory, dailyLoad, meanOf, someMonday, hourMs } from '../../../support/forecasting/questions.ts';

const terms = { season: 24, mayBeRelative: false, least: 0 };
const history = aHistory(dailyLoad(24 * 14));
const trials = tryOut(seasonalNaive, seasonalNaive.train(history), history, 24);

const hundreds = (steps: number): readonly number[] => Array.from({ length: steps }, () => 100);
const isNoon = (origin: number, step: number): boolean => (origin + step) % 24 === 12;
const conformalFrom = (some: readonly Trial[]) => conformalOf(some, terms, 0.95);

/** Trials of 24 steps whose errors are of this size, half of them up and half down. */
function trialsWith(
  sizeAt: (step: number, expected: number) => number,
  expectedAt = (_step: number) => 100,
): readonly Trial[] {
  return Array.from({ length: 8 }, (_, nth) => {
    const expected = Float64Array.from({ length: 24 }, (_unused, step) => expectedAt(step));
    return {
      origin: 240 - 12 * nth,
      expected,
      errors: expected.map((value, step) => sizeAt(step, value) * ((nth + step) % 2 === 0 ? 1 : -1)),
    };
  });
}

function widthsOf(some: readonly Trial[], expected: readonly number[], more = {}): readonly number[] {
  const { lower, upper } = intervalAround(
    conformalOf(some, { ...terms, ...more }, 0.9),
    264,
    Float64Array.from(expected),
  );
  return expected.map((_, step) => (upper[step] ?? NaN) - (lower[step] ?? NaN));
}

describe('moments of the past', () => {
  it.each([
    { length: 700, horizon: 48, hidden: 48, origins: [652, 628, 604, 580, 556, 532, 508, 484] },
    { length: 100, horizon: 48, hidden: 25, origins: [75, 62, 49] },
    { length: 12, horizon: 48, hidden: 3, origins: [9, 7] },
    { length: 40, horizon: 1, hidden: 1, origins: [39, 38, 37, 36, 35, 34, 33, 32] },
  ])('of $length values leave enough to learn from, for $horizon steps', ({ length, horizon, hidden, origins }) => {
    expect(hiddenSteps(length, horizon)).toBe(hidden);
    expect(originsOf(length, hidden)).toEqual(origins);
  });

  it('know of a column no more than was known then', () => {
    const past = Float64Array.from({ length: 40 }, (_, at) => at);
    const column = { name: 'users', past, ahead: new Float64Array(10), knownAhead: 2 };

    const [then] = historyUntil(aHistory(dailyLoad(40), { columns: [column] }), 20, 5).columns;

    expect([...(then?.ahead ?? [])]).toEqual([20, 21, 21, 21, 21]);
    expect(then?.past).toHaveLength(20);
  });
});

describe('a trial', () => {
  it('hides what came after, and tells by how much it differed', () => {
    const seen: number[] = [];
    const spy: Forecaster = {
      ...seasonalNaive,
      train: (past) => {
        seen.push(past.values.length);
        return seasonalNaive.train(past);
      },
    };

    const [first] = tryOut(spy, seasonalNaive.train(history), history, 24);

    expect(seen).toEqual(originsOf(history.values.length, 24));
    expect(first?.errors[0]).toBeCloseTo((history.values[312] ?? NaN) - (history.values[288] ?? NaN));
  });

  it('of a network begins after all that it has learned from', async () => {
    const learned = historyToLearnFrom(history, 24);
    const trainedToMs = someMonday + (learned.values.length - 1) * hourMs;
    const slow: SlowForecaster = {
      name: 'lstm',
      version: 1,
      train: async () => state,
      canUse: () => true,
      forecast: async (_state, { values }, steps) => new Float64Array(steps).fill(values.at(-1) ?? NaN),
    };
    const state = { model: 'lstm' as const, version: 1, trainedToMs, data: null };

    const fresh = await tryOutSlowly(slow, state, history, 24);
    const half = await tryOutSlowly(slow, { ...state, trainedToMs: trainedToMs + 40 * hourMs }, history, 24);

    expect(fresh.map(({ origin }) => origin)).toEqual(originsOf(history.values.length, 24));
    expect(half.map(({ origin }) => origin)).toEqual(originsOf(history.values.length, 24).slice(0, 4));
  });
});

describe('an interval', () => {
  it('grows with the steps ahead as errors do', () => {
    const widths = widthsOf(
      trialsWith((step) => step + 1),
      hundreds(48),
    );

    expect((widths[23] ?? 0) / (widths[0] ?? 1)).toBeGreaterThan(2.5);
    expect((widths[47] ?? 0) / (widths[23] ?? 1)).toBeGreaterThan(1.3);
  });

  it('is wider at the times of day at which errors are larger', () => {
    const some = trialsWith(() => 1).map((trial) => ({
      ...trial,
      errors: trial.errors.map((error, step) => error * (isNoon(trial.origin, step) ? 9 : 1)),
    }));

    const widths = widthsOf(some, hundreds(24));

    expect((widths[12] ?? 0) / (widths[2] ?? 1)).toBeGreaterThan(1.5);
  });

  it('grows with what is expected where errors do, of a series above 0', () => {
    const some = trialsWith(
      (_step, expected) => expected / 10,
      (step) => (step < 12 ? 10 : 100),
    );
    const expected = Array.from({ length: 24 }, (_, step) => (step < 12 ? 10 : 100));

    const relative = widthsOf(some, expected, { season: 1, mayBeRelative: true });
    const absolute = widthsOf(some, expected, { season: 1, mayBeRelative: false });

    expect((relative[23] ?? 0) / (relative[0] ?? 1)).toBeGreaterThan(6);
    expect((absolute[11] ?? 0) / (absolute[0] ?? 1)).toBeLessThan(6);
  });

  it('is wider where fewer trials speak for it', () => {
    const [many, few] = [trials, trials.slice(0, 3)].map((some) =>
      meanOf(
        widthsOf(
          some.map((trial) => ({ ...trial, errors: trial.errors.map(Math.sign) })),
          hundreds(24),
        ),
      ),
    );

    expect(few ?? 0).toBeGreaterThan(1.5 * (many ?? NaN));
  });
});

describe('paths', () => {
  it('are the errors of each trial around what is expected, and their mirror images', () => {
    const expected = new Float64Array(24).fill(100);
    const conformal = conformalOf(trials, { ...terms, season: 1 }, 0.95);

    const paths = pathsAround(expected, history.values.length, trials, conformal);

    expect(paths).toHaveLength(2 * trials.length);
    const [first, mirrored] = paths;
    for (const [step, error] of (trials[0]?.errors ?? new Float64Array()).entries()) {
      expect((first?.[step] ?? NaN) - 100).toBeCloseTo(error);
      expect((mirrored?.[step] ?? NaN) - 100).toBeCloseTo(-error);
    }
  });
});

describe('the figures of trials', () => {
  it('are the error in that of the naive forecast, and the share that others would have held', () => {
    const figures = figuresOf(
      trialsWith(() => 3),
      2,
      conformalFrom,
    );

    expect(figures).toEqual({ origins: 8, mase: 1.5, coverage: 1 });
  });

  it.each([
    { what: 'no trial', some: [], naive: 1, figures: { origins: 0, mase: null, coverage: null } },
    { what: 'one trial', some: trials.slice(0, 1), naive: 1, figures: { origins: 1, coverage: null } },
    { what: 'a constant past', some: trials, naive: 0, figures: { mase: null } },
  ])('say nothing that $what cannot tell', ({ some, naive, figures }) => {
    expect(figuresOf(some, naive, conformalFrom)).toMatchObject(figures);
  });

  it('show an interval that held too little', () => {
    const [odd, ...others] = trialsWith(() => 1);
    const wild = { origin: 240, expected: new Float64Array(24).fill(100), errors: new Float64Array(24).fill(90) };

    const { coverage } = figuresOf([wild, ...others.slice(0, 6), ...(odd ? [odd] : [])], 1, conformalFrom);

    expect(coverage).toBeCloseTo(7 / 8);
  });
});
