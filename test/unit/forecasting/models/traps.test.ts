import { AutoETS } from '@bsull/augurs/ets';
import { MSTL } from '@bsull/augurs/mstl';
import { Prophet } from '@bsull/augurs/prophet';
import { afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ArimaFit, ArimaOptions } from '../../../../forecasting/engines.ts';
import { engineCalled, provideEngine } from '../../../../forecasting/engines.ts';
import type { Column } from '../../../../forecasting/forecaster.ts';
import { forecasters } from '../../../../forecasting/models/index.ts';
import { loadEnginesOf } from '../../../../workers/calculator/engines.ts';
import { aHistory, meanError, noiseOf, randomWalk, waves } from '../../../support/forecasting/family-histories.ts';

const { arima, ets, mstl, prophet } = forecasters;
const spread = (values: ArrayLike<number>): number => Math.max(...Array.from(values)) - Math.min(...Array.from(values));

beforeAll(() => Promise.all([arima, mstl, prophet].map(({ name }) => loadEnginesOf(name))));
afterEach(() => {
  vi.restoreAllMocks();
});

describe('mstl', () => {
  it('needs more than two turns of a season, which the library says by failing', () => {
    using model = engineCalled('mstl').ets([24]);

    expect(() => model.fit([...waves(47)])).toThrow('less than two periods');
  });

  it.each([25, 47, 48])('leaves a season out of which %d values are too few', (count) => {
    const known = mstl.train(aHistory(waves(count), { seasons: [12, 24] }));
    const shorter = mstl.train(aHistory(waves(count), { seasons: [12] }));

    expect(known.data).toEqual(shorter.data);
  });
});

describe('ets', () => {
  it('is without a season in the library, whatever that is asked', () => {
    using model = new (engineCalled('ets'))(24, 'ZZZ');
    model.fit([...waves(240, { rise: 0 })]);

    expect(spread(model.predict(24).point)).toBeLessThan(1);
  });

  it('has one here', () => {
    const state = ets.train(aHistory(waves(240, { rise: 0 }), { seasons: [24] }));

    expect(spread(ets.forecast(state, 24, []))).toBeCloseTo(40, -1);
  });
});

describe('prophet', () => {
  it('fails in the library where all is 0', () => {
    const { Prophet: Model, optimizer } = engineCalled('prophet');
    using model = new Model({ optimizer });
    const ds = Array.from({ length: 100 }, (_, step) => step * 3_600);

    expect(() => model.fit({ ds, y: Array<number>(100).fill(0) })).toThrow('Optimization failed');
  });

  it('learns what each of several columns adds, in whatever order the library keeps them', () => {
    const count = 200;
    const next = noiseOf(3);
    const release = aColumn('release', count, (step) => Number(step % 50 < 5));
    const visitors = aColumn('visitors', count, () => next());
    const closed = aColumn('closed', count, (step) => Number(step % 60 > 50));
    const values = Array.from({ length: count }, (_, step) => {
      const [one, other, third] = [release, visitors, closed].map(({ past }) => past[step] ?? 0);
      return 100 + 30 * (one ?? 0) + 50 * (other ?? 0) - 20 * (third ?? 0);
    });

    const state = prophet.train(aHistory(values, { columns: [release, visitors, closed] }));
    const ahead = [aheadOf(release, [0, 1, 0, 0]), aheadOf(visitors, [0, 0, 1, 0]), aheadOf(closed, [0, 0, 0, 1])];
    const [usual = 0, ...changed] = prophet.forecast(state, 4, ahead);

    expect(changed.map((value) => Math.round((value - usual) / 5) * 5)).toEqual([30, 50, -20]);
  });

  it('takes a column that nobody knows ahead for usual, and one that never changed for nothing', () => {
    const column = aColumn('release', 200, (step) => Number(step % 50 < 5));
    const constant = aColumn('constant', 200, () => 7);
    const values = column.past.map((value) => 10 + value);

    const state = prophet.train(aHistory(values, { columns: [column, constant] }));
    const [found = 0] = prophet.forecast(state, 1, []);

    expect(found).toBeCloseTo(10.1, 1);
  });
});

describe('arima', () => {
  it('fits by least squares with method 2, and with no other', () => {
    const next = noiseOf(7);
    let last = 5;
    const values = Array.from({ length: 25 }, () => (last = 0.8 * last + next()));

    const found = [0, 1, 2].map((method) => fitted(values, { p: 1, method }).predict(1)[0][0] ?? NaN);

    const wanted = leastSquaresNext(values);
    expect(found.map((value) => Math.abs(value - wanted) < 1e-3)).toEqual([false, false, true]);
  });

  it('answers a random walk from memory that nobody wrote in the library', () => {
    const far = randomWalk(150).map((value) => value + 1_000);

    const [points, variances] = fitted(far, { d: 1, method: 2 }).predict(3);

    expect(points[0]).not.toBeCloseTo(far.at(-1) ?? 0, -1);
    // The second list is of variances; they should grow by the same each step.
    expect(variances[2]).not.toBeCloseTo(3 * (variances[0] ?? 0), 1);
  });

  it.each([1, 2, 3])('goes on from the last value of random walk %d', (seed) => {
    const walk = randomWalk(150, seed);

    const state = arima.train(aHistory(walk));
    const [first = NaN] = arima.forecast(state, 1, []);

    expect(Math.abs(first - (walk.at(-1) ?? 0))).toBeLessThan(1);
  });

  it.each([1, 2, 3])('stays among the values of white noise %d', (seed) => {
    const next = noiseOf(seed);
    const noise = Array.from({ length: 120 }, next);

    const state = arima.train(aHistory(noise));

    expect(arima.forecast(state, 200, []).every((value) => Math.abs(value) < 0.5)).toBe(true);
  });

  it('does not run away with a clean season', () => {
    const clean = waves(240, { noise: 0, rise: 0 });

    const state = arima.train(aHistory(clean, { seasons: [24] }));

    expect(meanError(arima.forecast(state, 24, []), clean.slice(0, 24))).toBeLessThan(1);
  });

  it.each([NaN, Infinity, 1e6, -3])('refuses a model that expects %d of values from 0 to 1', (wild) => {
    const real = engineCalled('arima');
    onTestFinished(() => provideEngine('arima', real));
    const fit: ArimaFit = { train: () => fit, predict: (steps) => [Array(steps).fill(wild), []], destroy() {} };
    provideEngine(
      'arima',
      () =>
        vi.fn<() => ArimaFit>(function model() {
          return fit;
        }) as never,
    );
    const next = noiseOf(1);

    const train = () => arima.train(aHistory(Array.from({ length: 60 }, next)));

    expect(train).toThrow(expect.objectContaining({ reason: 'unpredictable' }));
  });

  it('prints nothing, even where the library would', () => {
    const written = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockReturnValue(true));
    const logged = vi.spyOn(console, 'log').mockReturnValue();

    fitted(waves(60), { p: 1, method: 2, verbose: true } as object);

    expect([...written, logged].flatMap(({ mock }) => mock.calls)).toEqual([]);
  });
});

describe('memory of WASM', () => {
  it.each([
    { forecaster: mstl, model: MSTL },
    { forecaster: ets, model: AutoETS },
    { forecaster: prophet, model: Prophet },
  ])('is given back by $forecaster.name, also after a failure', ({ forecaster, model }) => {
    const freed = vi.spyOn(model.prototype, 'free');

    forecaster.train(aHistory(waves(120), { seasons: [24] }));
    vi.spyOn(model.prototype, 'fit').mockImplementation(() => {
      throw new Error('not today');
    });

    expect(() => forecaster.train(aHistory(waves(120), { seasons: [24] }))).toThrow('cannot be fitted');
    expect(freed).toHaveBeenCalledTimes(2);
  });
});

function fitted(values: readonly number[], options: Partial<ArimaOptions>): ArimaFit {
  const none: ArimaOptions = { auto: false, method: 2, p: 0, d: 0, q: 0, P: 0, D: 0, Q: 0, s: 0 };
  return new (engineCalled('arima')())({ ...none, ...options }).train(values);
}

function aColumn(name: string, count: number, valueAt: (step: number) => number): Column {
  return { name, past: Float64Array.from({ length: count }, (_, step) => valueAt(step)), ahead: new Float64Array(4) };
}

function aheadOf(column: Column, ahead: readonly number[]): Column {
  return { ...column, ahead: Float64Array.from(ahead) };
}

/** What an AR(1) by ordinary least squares expects next. */
function leastSquaresNext(values: readonly number[]): number {
  const [before, after] = [values.slice(0, -1), values.slice(1)];
  const [left, right] = [mean(before), mean(after)];
  const products = before.map((value, index) => (value - left) * ((after[index] ?? 0) - right));
  const slope = mean(products) / mean(before.map((value) => (value - left) ** 2));
  return right + slope * ((values.at(-1) ?? 0) - left);
}

function mean(list: readonly number[]): number {
  return list.reduce((sum, value) => sum + value, 0) / list.length;
}
