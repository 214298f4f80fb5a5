import { expect, it } from 'vitest';
import { engineCalled } from '../../../../forecasting/engines.ts';
import { forecasters } from '../../../../forecasting/models/index.ts';
import { loadEnginesOf } from '../../../../workers/calculator/engines.ts';
import { aHistory, waves } from '../../../support/forecasting/family-histories.ts';

it('loads an engine when a forecaster needs it, and for no other', async () => {
  const history = aHistory(waves(120), { seasons: [24] });
  const notLoaded = expect.objectContaining({ reason: 'model-not-available' });

  await loadEnginesOf('ensemble');
  expect(() => forecasters.mstl.train(history)).toThrow(notLoaded);

  await loadEnginesOf('mstl');
  expect(forecasters.mstl.train(history).model).toBe('mstl');
  expect(() => forecasters.prophet.train(history)).toThrow(notLoaded);
});

it('loads an engine once', async () => {
  await Promise.all([loadEnginesOf('ets'), loadEnginesOf('ets'), loadEnginesOf('mstl')]);
  const engine = engineCalled('ets');

  await loadEnginesOf('ets');

  expect(engineCalled('ets')).toBe(engine);
});
