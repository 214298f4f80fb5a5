import { describe, expect, it, vi } from 'vitest';
import type { SlowForecaster } from '../../../../forecasting/forecaster.ts';
import { trainedOnce } from '../../../../forecasting/neural/trained-once.ts';
import { aLoad, aRun, tinyForecasters, until } from '../../../support/neural-history.ts';

describe('what is trained once', () => {
  const [forecaster] = tinyForecasters as [SlowForecaster];
  const history = aLoad(500);
  const pasts = [until(history, 476), until(history, 428), until(history, 452)];

  it('has learned nothing of what the backtests hide', async () => {
    const { state, backtests, ahead } = await trainedOnce(forecaster, null, history, pasts, 24, aRun);

    expect(state.trainedToMs).toBe(history.startMs + 427 * history.stepMs);
    expect(backtests).toHaveLength(3);
    expect(backtests[1]).toEqual(await forecaster.forecast(state, until(history, 428), 24));
    expect(ahead).toEqual(await forecaster.forecast(state, history, 24));
  });

  it('learns all where nothing is hidden', async () => {
    const { state, backtests } = await trainedOnce(forecaster, null, history, [], 24, aRun);

    expect(state.trainedToMs).toBe(history.startMs + 499 * history.stepMs);
    expect(backtests).toEqual([]);
  });

  it('is not trained again where a state fits, and is where none does', async () => {
    const train = vi.spyOn(forecaster, 'train');
    const { state } = await trainedOnce(forecaster, null, history, pasts, 24, aRun);

    const again = await trainedOnce(forecaster, state, history, pasts, 24, aRun);
    await trainedOnce(forecaster, { ...state, version: 0 }, history, pasts, 24, aRun);

    expect(again.state).toBe(state);
    expect(train).toHaveBeenCalledTimes(2);
  });
});
