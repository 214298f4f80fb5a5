import { describe, expect, it } from 'vitest';
import { continueAutoregression, fitAutoregression } from '../../../../forecasting/autoregression/autoregression.ts';
import { laggedMoments } from '../../../../forecasting/autoregression/moments.ts';
import { randomOf } from '../../../../bench/logs/random.ts';
import { aHistory, dailyLoad } from '../../../support/forecasting/questions.ts';

const terms = { lags: [1, 2, 24], difference: 0, scale: 'linear', ridge: 1e-6 } as const;

/** Over the 40 rows behind the first 20 values. */
const sumOf = (term: (at: number) => number): number =>
  Array.from({ length: 40 }, (_, row) => term(20 + row)).reduce((sum, value) => sum + value, 0);
const isOn = (at: number): number => ([3, 4, 9, 10, 11, 15, 20, 21].includes(Math.floor(at / 7)) ? 1 : 0);
const campaign = (ahead: number) => ({
  name: 'campaign',
  past: Float64Array.from({ length: 175 }, (_, at) => isOn(at)),
  ahead: new Float64Array(4).fill(ahead),
});

describe('the moments of lags', () => {
  it('are the sums of their products over the rows that have them all', () => {
    const values = Float64Array.from({ length: 60 }, (_, at) => Math.sin(at * at));
    const lags = [1, 2, 3, 7, 11, 12, 20];
    const all = [0, ...lags];

    const { products, sums, width, rows } = laggedMoments(values, lags, 2);

    expect([width, rows]).toEqual([10, 40]);
    for (const [row, lag] of all.entries()) {
      expect(sums[row]).toBeCloseTo(sumOf((at) => values[at - lag] ?? NaN));
      for (const [column, other] of all.slice(0, row + 1).entries()) {
        const expected = sumOf((at) => (values[at - lag] ?? NaN) * (values[at - other] ?? NaN));
        expect(products[row * width + column]).toBeCloseTo(expected);
      }
    }
  });
});

describe('an autoregression', () => {
  it('finds the coefficients that made a series', () => {
    const random = randomOf(4);
    const values = [0, 0];
    for (let at = 2; at < 3_000; at++) {
      values.push(0.5 * (values[at - 1] ?? 0) - 0.3 * (values[at - 2] ?? 0) + random.next() - 0.5);
    }

    const { coefficients } = fitAutoregression(aHistory(values), { ...terms, lags: [1, 2] });

    expect(coefficients[0]).toBeCloseTo(0.5, 1);
    expect(coefficients[1]).toBeCloseTo(-0.3, 1);
  });

  it.each(['linear', 'logarithm', 'rank'] as const)('goes on with a day on the scale %s', (scale) => {
    const values = dailyLoad(24 * 5, 0);

    const fit = fitAutoregression(aHistory(values.slice(0, 96)), { ...terms, scale });
    const ahead = continueAutoregression(fit, 24, []);

    for (const [step, value] of ahead.entries()) expect(Math.abs(value - (values[96 + step] ?? 0))).toBeLessThan(8);
  });

  it('of changes goes on along a line', () => {
    const fit = fitAutoregression(aHistory(Array.from({ length: 60 }, (_, at) => 3 * at)), {
      ...terms,
      lags: [1],
      difference: 1,
    });

    const ahead = continueAutoregression(fit, 10, []);

    expect(ahead.at(-1)).toBeCloseTo(3 * 69);
  });

  it('stays near what was seen where it would run away', () => {
    const values = Array.from({ length: 40 }, (_, at) => (at < 30 ? Math.sin(at) : 2 ** (at - 30)));

    const ahead = continueAutoregression(fitAutoregression(aHistory(values), terms), 500, []);

    expect(ahead.every((value) => value >= -130 && value <= 645)).toBe(true);
  });

  it.each([[[]], [[30]], [[24, 25]]])('is refused where the history holds none of the lags %j twice', (lags) => {
    expect(() => fitAutoregression(aHistory(dailyLoad(40)), { ...terms, lags })).toThrow(
      expect.objectContaining({ reason: 'too-few-values' }),
    );
  });

  it.each([0, 1, 24])('learns what a column adds, from differences of %d steps', (difference) => {
    const random = randomOf(2);
    const values = Array.from({ length: 175 }, (_, at) => 10 + 5 * isOn(at) + random.next());
    const fit = fitAutoregression(aHistory(values, { columns: [campaign(1)] }), { ...terms, lags: [1, 2], difference });
    const [on, off] = [1, 0].map((ahead) => continueAutoregression(fit, 4, [campaign(ahead)])[0] ?? NaN);

    expect((on ?? NaN) - (off ?? NaN)).toBeGreaterThan(3.5);
    expect((on ?? NaN) - (off ?? NaN)).toBeLessThan(6.5);
  });

  it('survives being written down', () => {
    const fit = fitAutoregression(aHistory(dailyLoad(100)), { ...terms, scale: 'rank', difference: 24 });

    expect(continueAutoregression(JSON.parse(JSON.stringify(fit)) as typeof fit, 9, [])).toEqual(
      continueAutoregression(fit, 9, []),
    );
  });
});
