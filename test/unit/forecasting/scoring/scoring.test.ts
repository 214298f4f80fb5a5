import { describe, expect, it } from 'vitest';
import { addCompared, compareIssued } from '../../../../forecasting/scoring/compare-issued.ts';
import { reachedMoments } from '../../../../forecasting/scoring/reached-moments.ts';
import type { IssuedForecast } from '../../../../model/forecast/running/issued.ts';
import { aHistory, madeAtMs } from '../../../support/forecasting/definitions.ts';

const hour = 60 * 60_000;
const question = { horizonMs: 8 * hour, season: 1 };

/** A forecast of some hours after it was made, each as 10 ± 2. */
function anIssued(madeAt: number, hoursAhead: readonly number[], change: Partial<IssuedForecast> = {}): IssuedForecast {
  const points = hoursAhead.map((ahead) => ({ atMs: madeAt + ahead * hour, yhat: 10, lower: 8, upper: 12 }));
  return { madeAtMs: madeAt, model: 'ensemble', points, ...change };
}

describe('forecasts that were issued', () => {
  it('are compared with what was measured since, and near values apart from far ones', () => {
    const series = aHistory('web-1', [4, 8, 13, 12, 7.9]);

    const { compared, left } = compareIssued([anIssued(madeAtMs - 5 * hour, [1, 2, 3, 4, 5])], series, question);

    expect(compared).toEqual([
      {
        model: 'ensemble',
        near: { compared: 2, within: 1 },
        far: { compared: 3, within: 1 },
        errors: { count: 5, sum: expect.closeTo((6 + 2 + 3 + 2 + 2.1) / ((4 + 5 + 1 + 4.1) / 4)) },
      },
    ]);
    expect(left).toEqual([]);
  });

  it('are compared once: what is still ahead is left for later', () => {
    const issued = [anIssued(madeAtMs - 1 * hour, [1, 8]), anIssued(madeAtMs - 3 * hour, [1, 2])];
    const now = aHistory('web-1', [10, 10, 10]);
    const later = aHistory('web-1', [10, 10, 10], madeAtMs + 7 * hour);

    const first = compareIssued(issued, now, question);
    const second = compareIssued(first.left, later, question);

    expect(first.compared).toMatchObject([{ near: { compared: 3, within: 3 }, far: { compared: 0 } }]);
    expect(first.left).toEqual([anIssued(madeAtMs - 1 * hour, [8])]);
    expect(second).toMatchObject({ compared: [{ far: { compared: 1, within: 1 } }], left: [] });
  });

  it.each([
    ['a gap', [10, null, 10], 1],
    ['a moment before the series began', [10], 2],
    ['a moment beside the grid', [10, 10, 10], 1.5],
  ])('say nothing of %s', (_what, values, hoursAgo) => {
    const issued = [anIssued(madeAtMs - 4 * hour, [4 - hoursAgo])];

    expect(compareIssued(issued, aHistory('web-1', values), question)).toEqual({ compared: [], left: [] });
  });

  it('wait for a series without any value', () => {
    const issued = [anIssued(madeAtMs - 4 * hour, [1])];

    expect(compareIssued(issued, aHistory('web-1', [null, null]), question)).toMatchObject({ compared: [] });
  });

  it('have no scale in a series that never changes', () => {
    const { compared } = compareIssued([anIssued(madeAtMs - hour, [1])], aHistory('web-1', [9, 9]), question);

    expect(compared).toMatchObject([{ near: { compared: 1, within: 1 }, errors: { count: 0, sum: 0 } }]);
  });

  it('are counted by model, and added up over series', () => {
    const issued = [anIssued(madeAtMs - hour, [1]), anIssued(madeAtMs - hour, [1], { model: 'local-trend' })];
    const { compared } = compareIssued(issued, aHistory('web-1', [9, 14]), question);
    const [one] = compared;

    expect(compared.map(({ model }) => model)).toEqual(['ensemble', 'local-trend']);
    expect(one && addCompared(one, one)).toEqual({
      model: 'ensemble',
      near: { compared: 2, within: 0 },
      far: { compared: 0, within: 0 },
      errors: { count: 2, sum: 1.6 },
    });
  });
});

describe('a limit is reached', () => {
  const times = { sinceMs: Number.NEGATIVE_INFINITY, calmMs: 2 * hour };

  it.each<[string, readonly (number | null)[], readonly number[]]>([
    ['never', [50, 60, 70], []],
    ['once', [50, 90, 95, 99], [1]],
    ['exactly', [50, 89.9, 90], [2]],
    ['once where it flaps', [50, 91, 85, 91, 85, 91], [1]],
    ['again after a calm time', [50, 91, 50, 50, 91], [1, 4]],
    ['behind a gap', [50, null, null, 91], [3]],
    ['by no series that begins there', [91, 92, null, 93], []],
    ['by one that begins there, once it has been away', [91, 50, 50, 50, 91], [4]],
  ])('%s', (_what, values, hoursAfter) => {
    const series = aHistory('web-1', values);

    const moments = reachedMoments(series, { direction: 'above', value: 90 }, times);

    expect(moments.map((atMs) => (atMs - series.startMs) / hour)).toEqual(hoursAfter);
  });

  it('from above, where that is its direction', () => {
    const moments = reachedMoments(aHistory('web-1', [50, 10]), { direction: 'below', value: 10 }, times);

    expect(moments).toEqual([madeAtMs]);
  });

  it('only after the time that is asked for', () => {
    const series = aHistory('web-1', [50, 91, 50, 50, 91]);

    const moments = reachedMoments(
      series,
      { direction: 'above', value: 90 },
      { ...times, sinceMs: madeAtMs - 3 * hour },
    );

    expect(moments).toEqual([madeAtMs]);
  });
});
