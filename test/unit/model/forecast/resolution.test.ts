import { describe, expect, it } from 'vitest';
import { resolutionFor } from '../../../../model/forecast/resolution.ts';

const hour = 3_600_000;
const day = 24 * hour;

describe('resolutionFor', () => {
  it.each<[horizon: string, horizonMs: number, stepMs: number, historyMs: number]>([
    ['half an hour', hour / 2, hour / 12, 7 * day],
    ['2 h', 2 * hour, hour / 12, 7 * day],
    ['6 h', 6 * hour, hour / 4, 21 * day],
    ['a day', day, hour / 4, 21 * day],
    ['3 days', 3 * day, hour, 21 * day],
    ['a week', 7 * day, 4 * hour, 56 * day],
    ['a month', 30 * day, day, 365 * day],
  ])('of %s reads as finely and as far back as is worth it', (_horizon, horizonMs, stepMs, historyMs) => {
    expect(resolutionFor(horizonMs)).toEqual({ stepMs, historyMs });
  });

  it('looks ahead by a hundred steps at most, and back four times as far at least', () => {
    for (let horizonMs = hour / 4; horizonMs <= 90 * day; horizonMs += hour / 4) {
      const { stepMs, historyMs } = resolutionFor(horizonMs);

      expect(horizonMs / stepMs).toBeLessThanOrEqual(96);
      expect(historyMs).toBeGreaterThanOrEqual(4 * horizonMs);
      expect(historyMs / stepMs).toBeLessThanOrEqual(2_016);
    }
  });
});
