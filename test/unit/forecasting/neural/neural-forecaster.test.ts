import { describe, expect, it } from 'vitest';
import type { History, SlowForecaster } from '../../../../forecasting/forecaster.ts';
import { loadTensorflow } from '../../../../forecasting/neural/tensorflow.ts';
import type { ForecasterState } from '../../../../model/forecast/forecast.ts';
import { aLoad, aRun, tinyForecasters, until } from '../../../support/neural-history.ts';

function meanError(expected: Float64Array, actual: Float64Array): number {
  return expected.reduce((sum, value, step) => sum + Math.abs(value - (actual[step] ?? NaN)), 0) / expected.length;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** As it comes back from where it was kept. */
function kept(state: ForecasterState): ForecasterState {
  return JSON.parse(JSON.stringify(state)) as ForecasterState;
}

function weightsOf(state: ForecasterState): unknown {
  return (state.data as { readonly weights: unknown }).weights;
}

async function forecastOf(forecaster: SlowForecaster, history = aLoad(500), steps = 30): Promise<Float64Array> {
  return forecaster.forecast(await forecaster.train(history, aRun), history, steps);
}

describe.each(tinyForecasters)('a small $name', (forecaster) => {
  it('knows a day of the week better than the day before does', async () => {
    const whole = aLoad(24 * 7 * 4);
    const end = whole.values.length - 24;

    // What lies ahead is a Sunday; the day before it a Saturday; so the hours before the weekend tell more.
    const friday = end - 24;
    const expected = await forecastOf(forecaster, until(whole, friday), 24);

    const saturday = whole.values.subarray(friday, friday + 24);
    const dayBefore = whole.values.subarray(friday - 24, friday);
    expect(meanError(expected, saturday)).toBeLessThan(meanError(dayBefore, saturday) / 2);
  });

  it('expects the same from the same seed, and something else from another', async () => {
    const first = await forecastOf(forecaster, aLoad(500, { seed: 3 }));
    const second = await forecastOf(forecaster, aLoad(500, { seed: 3 }));
    const other = await forecastOf(forecaster, aLoad(500, { seed: 4 }));

    expect(second).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('expects the same in every unit', async () => {
    const plain = await forecastOf(forecaster);
    const large = await forecastOf(forecaster, aLoad(500, { unit: 1e9 }));

    plain.forEach((value, step) => expect((large[step] ?? 0) / 1e9).toBeCloseTo(value, 0));
  });

  it('goes on from a longer history with the weights that it has', async () => {
    const whole = aLoad(548);
    const state = kept(await forecaster.train(until(whole, 500), aRun));

    const expected = await forecaster.forecast(state, until(whole, 524), 24);

    expect(forecaster.canUse(state, until(whole, 524))).toBe(true);
    expect(meanError(expected, whole.values.subarray(524))).toBeLessThan(20);
  });

  it('sees what its columns say of the time ahead', async () => {
    const load = aLoad(500);
    const past = Float64Array.from({ length: 500 }, (_, hour) => Number(hour % 37 < 9));
    const values = load.values.map((value, hour) => value + 60 * (past[hour] ?? 0));
    const during = (on: number): History => ({
      ...load,
      values,
      columns: [{ name: 'campaign', past, ahead: Float64Array.from({ length: 24 }, () => on) }],
    });
    const state = await forecaster.train(during(0), aRun);

    const [on, off] = [
      await forecaster.forecast(state, during(1), 24),
      await forecaster.forecast(state, during(0), 24),
    ];

    expect(mean(on)).toBeGreaterThan(mean(off) + 5);
  });

  it('leaves nothing behind in the memory of the library', async () => {
    const tf = await loadTensorflow();
    await forecastOf(forecaster, aLoad(400));
    const before = tf.memory().numTensors;

    await forecastOf(forecaster, aLoad(400));

    expect(tf.memory().numTensors).toBe(before);
  });

  it('tells how far it is, and ends when it is asked to', async () => {
    const tf = await loadTensorflow();
    const before = tf.memory().numTensors;
    const [told, ending]: [number[], AbortController] = [[], new AbortController()];
    const onProgress = (done: number): void => {
      told.push(done);
      if (told.length === 3) ending.abort(new Error('not wanted any more'));
    };

    const training = forecaster.train(aLoad(400), { signal: ending.signal, onProgress });

    await expect(training).rejects.toThrow('not wanted any more');
    expect(told).toEqual([1 / 32, 2 / 32, 3 / 32]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    { what: 'a constant', values: Float64Array.from({ length: 200 }, () => 42) },
    { what: 'zeros', values: new Float64Array(200) },
    { what: 'one spike', values: Float64Array.from({ length: 200 }, (_, hour) => (hour === 150 ? 1e12 : 1)) },
    { what: 'the smallest numbers', values: Float64Array.from({ length: 200 }, (_, hour) => (hour % 24) * 5e-324) },
    { what: 'the largest numbers', values: Float64Array.from({ length: 200 }, (_, hour) => 1e306 * (hour % 24)) },
    { what: 'a straight line', values: Float64Array.from({ length: 200 }, (_, hour) => 3 * hour) },
  ])('expects numbers after $what', async ({ values }) => {
    const expected = await forecastOf(forecaster, { ...aLoad(0), values, seasons: [24] }, 60);

    expect(expected).toHaveLength(60);
    expect(expected.every(Number.isFinite)).toBe(true);
  });

  it.each([
    { seasons: [], values: 83, needs: 84 },
    { seasons: [24], values: 167, needs: 168 },
    { seasons: [288], values: 335, needs: 336 },
  ])('refuses $values values with seasons of $seasons', async ({ seasons, values, needs }) => {
    const history = { ...aLoad(values), seasons };

    await expect(forecaster.train(history, aRun)).rejects.toMatchObject({
      reason: 'too-few-values',
      message: expect.stringContaining(`at least ${needs} values`) as string,
    });
    const enough = { ...aLoad(needs), seasons };
    expect(await forecastOf(forecaster, enough, 5)).toHaveLength(5);
  });

  it('refuses values that are too far apart', async () => {
    const values = Float64Array.from({ length: 200 }, (_, hour) => (hour < 100 ? 1.7e308 : -1.7e308));

    await expect(forecaster.train({ ...aLoad(0), values, seasons: [] }, aRun)).rejects.toMatchObject({
      reason: 'out-of-range',
    });
  });
});

describe('a state of a neural network', () => {
  const [forecaster] = tinyForecasters as [SlowForecaster];
  const history = aLoad(400);
  const trained = forecaster.train(until(history, 380), aRun);

  it('is plain JSON', async () => {
    const state = await trained;

    expect(kept(state)).toEqual(state);
    expect(state).toMatchObject({ model: 'lstm', version: 1, trainedToMs: history.startMs + 379 * history.stepMs });
  });

  it.each<{ what: string; change: (state: ForecasterState) => object; to?: Partial<typeof history> }>([
    { what: 'is of another model', change: () => ({ model: 'transformer' }) },
    { what: 'is of another version', change: () => ({ version: 0 }) },
    { what: 'is empty', change: () => ({ data: null }) },
    { what: 'lacks weights', change: ({ data }) => ({ data: { ...(data as object), weights: {} } }) },
    {
      what: 'has weights that are none',
      change: (state) => ({
        data: { ...(state.data as object), weights: { ...(weightsOf(state) as object), mix: '!' } },
      }),
    },
    { what: 'is from a time to come', change: ({ trainedToMs }) => ({ trainedToMs: trainedToMs + 21 * 3_600_000 }) },
    { what: 'is too old', change: ({ trainedToMs }) => ({ trainedToMs: trainedToMs - 120 * 3_600_000 }) },
    { what: 'knows other seasons', change: () => ({}), to: { seasons: [24] } },
  ])('is not used where it $what', async ({ change, to }) => {
    const state = await trained;

    expect(forecaster.canUse(state, history)).toBe(true);
    expect(forecaster.canUse({ ...state, ...change(state) }, { ...history, ...to })).toBe(false);
  });

  it('is refused where it is forecast from and is not whole', async () => {
    const state = { ...(await trained), data: { layout: { block: -1 } } };

    await expect(forecaster.forecast(state, history, 3)).rejects.toMatchObject({ reason: 'model-failed' });
  });
});
