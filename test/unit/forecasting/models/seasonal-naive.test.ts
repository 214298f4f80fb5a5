import { describe, expect, it } from 'vitest';
import { seasonalNaive } from '../../../../forecasting/models/seasonal-naive.ts';
import { aHistory } from '../../../support/forecasting/questions.ts';

describe('the seasonal naive forecast', () => {
  it.each([
    { what: 'the longest season', seasons: [2, 3], expected: [5, 6, 7, 5] },
    { what: 'the last value where there is no season', seasons: [], expected: [7, 7, 7, 7] },
    { what: 'the last value where there is not more than a season', seasons: [7], expected: [7, 7, 7, 7] },
  ])('repeats $what', ({ seasons, expected }) => {
    const state = seasonalNaive.train(aHistory([1, 2, 3, 4, 5, 6, 7], { seasons }));

    expect([...seasonalNaive.forecast(state, 4, [])]).toEqual(expected);
  });
});
