import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerQuestion } from '../../../forecasting/answer.ts';
import type { ForecastAnswer } from '../../../model/forecast/forecast.ts';
import { aQuestion, dailyLoad, forecastIn, hourMs, meanOf, someMonday } from '../../support/forecasting/questions.ts';

/** Any measurements: of any size that is not out of all range, with gaps, and often with equal values. */
const measurements = fc
  .tuple(
    fc.constantFrom(1e-9, 1, 1e9, 1e60),
    fc.array(fc.option(fc.integer({ min: -50, max: 200 }), { freq: 8 }), { minLength: 5, maxLength: 90, size: 'max' }),
  )
  .map(([unit, values]) => values.map((value) => (value === null ? null : value * unit)));

const models = ['ensemble', 'ridge-autoregression', 'seasonal-naive'] as const;

/** Ten o'clock on a day. */
const fromMs = (day: number): number => someMonday + (24 * day + 10) * hourMs;

describe('an answer', () => {
  it.each(models)(
    'by %s is finite, ordered and as long as asked, or a refusal, whatever was measured',
    async (model) => {
      await fc.assert(
        fc.asyncProperty(measurements, fc.integer({ min: 1, max: 60 }), async (values, horizon) => {
          const answer = await answerQuestion(aQuestion(values, { model, horizon }));

          expect(faultsOf(answer, horizon)).toEqual([]);
        }),
        { numRuns: 40, seed: 7 },
      );
    },
  );

  it('keeps to its bounds, paths and intervals too', async () => {
    const bounded = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 24, maxLength: 80, size: 'max' });

    await fc.assert(
      fc.asyncProperty(bounded, async (values) => {
        const { yhat, lower, upper, paths } = forecastIn(
          await answerQuestion(aQuestion(values, { bounds: { lower: 0, upper: 100 }, horizon: 30 })),
        );

        expect([yhat, lower, upper, ...paths].flat().every((value) => value >= 0 && value <= 100)).toBe(true);
      }),
      { numRuns: 15, seed: 7 },
    );
  });

  it.each([1e-9, 1e-3, 7, 1e9])('in a unit %d times as large is the same', async (times) => {
    const values = dailyLoad(24 * 10);
    const usual = forecastIn(await answerQuestion(aQuestion(values)));

    const scaled = forecastIn(await answerQuestion(aQuestion(values.map((value) => value * times))));

    expect(scaled.chosen).toBe(usual.chosen);
    for (const part of ['yhat', 'lower', 'upper'] as const) {
      for (const [step, value] of usual[part].entries())
        expect((scaled[part][step] ?? 0) / times).toBeCloseTo(value, 4);
    }
    expect(scaled.backtest.mase).toBeCloseTo(usual.backtest.mase ?? NaN, 6);
  });

  it('to the same question is the same', async () => {
    const question = aQuestion(dailyLoad(24 * 9), { seed: 5 });

    expect(await answerQuestion(question)).toEqual(await answerQuestion(question));
  });

  it('survives being written down', async () => {
    const answer = await answerQuestion(aQuestion(dailyLoad(24 * 9)));

    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
  });

  it('begins after the last value', async () => {
    const forecast = forecastIn(await answerQuestion(aQuestion([null, null, ...dailyLoad(100)])));

    expect(forecast).toMatchObject({ startMs: someMonday + 102 * hourMs, stepMs: hourMs, level: 0.95, seasons: [24] });
  });

  it('of a constant series is that constant', async () => {
    const forecast = forecastIn(await answerQuestion(aQuestion(Array.from({ length: 50 }, () => 7))));

    expect(new Set([...forecast.yhat, ...forecast.lower, ...forecast.upper])).toEqual(new Set([7]));
    expect(forecast.backtest.mase).toBeNull();
  });

  it.each<[what: string, values: readonly (number | null)[], reason: string]>([
    ['nothing', [], 'too-few-values'],
    ['one value', [1], 'too-few-values'],
    ['gaps alone', Array.from({ length: 500 }, () => null), 'too-few-values'],
    ['a value in ten', Array.from({ length: 500 }, (_, nth) => (nth % 10 === 0 ? nth : null)), 'too-many-gaps'],
    ['values that ended long ago', [...dailyLoad(200), ...Array.from({ length: 20 }, () => null)], 'stale'],
    ['1e308', [...dailyLoad(50), 1e308], 'out-of-range'],
    ['1e-308', [...dailyLoad(50), 1e-308], 'out-of-range'],
    ['-1e308', [...dailyLoad(50), -1e308], 'out-of-range'],
  ])('to %s is refused', async (_what, values, reason) => {
    expect(await answerQuestion(aQuestion(values))).toMatchObject({ kind: 'refused', reason });
  });

  it('about a time that is far longer than what is known is refused', async () => {
    expect(await answerQuestion(aQuestion(dailyLoad(48), { horizon: 1_000 }))).toMatchObject({
      reason: 'too-few-values',
    });
  });

  it('of two million values takes the last of them', async () => {
    const recent = dailyLoad(400);
    const values = Array.from({ length: 2_000_000 }, (_, nth) => recent[nth % 336] ?? 0);

    const forecast = forecastIn(await answerQuestion(aQuestion(values)));

    expect(forecast.backtest.mase).toBeLessThan(1);
  }, 30_000);

  it('of a model whose engine was not loaded says so', async () => {
    const answer = await answerQuestion(aQuestion(dailyLoad(100), { model: 'prophet' }));

    expect(answer).toMatchObject({ kind: 'refused', reason: 'model-not-available' });
  });

  it('knows the effect of an event that is to come again', async () => {
    const events = [2, 3, 7, 8, 12, 17, 21].map((day) => ({
      name: 'batch',
      fromMs: fromMs(day),
      toMs: fromMs(day) + 3 * hourMs,
    }));
    const isDuring = (hour: number): boolean =>
      events.some(({ fromMs: from, toMs }) => someMonday + hour * hourMs >= from && someMonday + hour * hourMs < toMs);
    const values = dailyLoad(21 * 24).map((value, hour) => (isDuring(hour) ? value + 150 : value));

    const told = forecastIn(await answerQuestion(aQuestion(values, { events, model: 'ridge-autoregression' })));
    const untold = forecastIn(await answerQuestion(aQuestion(values, { model: 'ridge-autoregression' })));

    const during = [10, 11, 12].map((hour) => (told.yhat[hour] ?? 0) - (untold.yhat[hour] ?? 0));
    expect(meanOf(during)).toBeGreaterThan(60);
  });

  it('holds about the share of values that it promises', async () => {
    const shares = await Promise.all(
      Array.from({ length: 10 }, async (_, nth) => {
        const all = dailyLoad(24 * 29, 6, nth + 1);
        const { lower, upper } = forecastIn(await answerQuestion(aQuestion(all.slice(0, 24 * 28))));
        return shareWithin(all.slice(24 * 28), lower, upper);
      }),
    );

    expect(meanOf(shares)).toBeGreaterThan(0.92);
    expect(meanOf(shares)).toBeLessThan(0.995);
  });
});

function shareWithin(actual: readonly number[], lower: readonly number[], upper: readonly number[]): number {
  return meanOf(actual.map((value, step) => ((lower[step] ?? NaN) <= value && value <= (upper[step] ?? NaN) ? 1 : 0)));
}

/** What no answer may have, in words. */
function faultsOf(answer: ForecastAnswer, horizon: number): readonly string[] {
  if (answer.kind === 'refused') {
    return ['too-few-values', 'too-many-gaps', 'stale'].includes(answer.reason) ? [] : [`refused: ${answer.reason}`];
  }
  const { yhat, lower, upper, paths } = answer.forecast;
  const lists = [yhat, lower, upper, ...paths];
  return [
    lists.every(({ length }) => length === horizon) ? [] : ['a list of another length'],
    lists.flat().every(Number.isFinite) ? [] : ['a value that is not finite'],
    yhat.every((value, step) => (lower[step] ?? NaN) <= value && value <= (upper[step] ?? NaN)) ? [] : ['no order'],
  ].flat();
}
