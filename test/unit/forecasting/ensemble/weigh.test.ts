import { describe, expect, it } from 'vitest';
import { weighMembers } from '../../../../forecasting/ensemble/weigh.ts';
import { randomOf } from '../../../../bench/logs/random.ts';
import { aHistory, dailyLoad } from '../../../support/forecasting/questions.ts';

describe('the members', () => {
  it('count by how well they would have done', () => {
    const weights = weighMembers(aHistory(dailyLoad(24 * 21)), 24);

    expect(Math.max(...Object.values(weights))).toBe(1);
    expect(weights['week-median'] ?? 0).toBeGreaterThan(4 * (weights['day'] ?? 0));
    expect(weights['local-trend']).toBeUndefined();
  });

  it('all count alike where there is no past to try them on', () => {
    const weights = weighMembers(aHistory([5], { seasons: [] }), 24);

    expect(new Set(Object.values(weights))).toEqual(new Set([1]));
  });

  it('that were never wrong count alone', () => {
    const weights = weighMembers(
      aHistory(Array.from({ length: 24 * 10 }, (_, hour) => (hour % 24) * (24 - (hour % 24)))),
      24,
    );

    expect(new Set(Object.values(weights))).toEqual(new Set([1]));
    expect(weights['day']).toBe(1);
  });

  const random = randomOf(3);
  const noise = Array.from({ length: 336 }, () => 4 * random.next());
  it.each<[what: string, valueAt: (hour: number) => number]>([
    ['grows again after a clean-up', (hour) => hour - (hour > 200 ? 250 : 0) + (noise[hour] ?? 0)],
    ['is not given back any more', (hour) => (hour < 310 ? hour % 30 : hour - 300) * 3 + (noise[hour] ?? 0) / 8],
  ])('leave what %s to the local trend', (_what, valueAt) => {
    const values = Array.from({ length: 336 }, (_unused, hour) => valueAt(hour));

    expect(weighMembers(aHistory(values, { seasons: [], horizon: 24 }), 24)).toEqual({ 'local-trend': 1 });
  });

  it('go on without the local trend where it would have been worse', () => {
    const values = dailyLoad(24 * 14).map((value, hour) => value + hour / 5);

    expect(Object.keys(weighMembers(aHistory(values), 24)).length).toBeGreaterThan(1);
  });
});
