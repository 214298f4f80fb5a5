import { describe, expect, it } from 'vitest';
import { firstMix } from '../../../../forecasting/neural/first-mix.ts';

describe('the first mix of likes', () => {
  const layout = { block: 2, lags: [2], columns: [] };

  it.each([
    { what: 'counts alike what errs alike', likes: [1, 2, 1, 2], ahead: [2, 3], mix: [0, 0] },
    { what: 'hardly counts what errs twice as much', likes: [1, 2, 0, 1], ahead: [2, 3], mix: [0, -6] },
    { what: 'counts everything where one never errs', likes: [1, 2, 0, 1], ahead: [1, 2], mix: [0, 0] },
  ])('$what', ({ likes, ahead, mix }) => {
    const windows = {
      count: 1,
      seen: new Float32Array(4),
      likes: Float32Array.from(likes),
      ahead: Float32Array.from(ahead),
      levels: new Float64Array(1),
    };

    expect([...firstMix(windows, layout)]).toEqual(mix);
  });
});
