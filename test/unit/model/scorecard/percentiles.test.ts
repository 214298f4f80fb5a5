import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentilesOf } from '../../../../model/scorecard/percentiles.ts';

describe('percentilesOf', () => {
  it.each([
    [[], null],
    [[7], { count: 1, p50: 7, p90: 7 }],
    [[2, 1], { count: 2, p50: 1, p90: 2 }],
    [[3, 1, 2], { count: 3, p50: 2, p90: 3 }],
    [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], { count: 10, p50: 5, p90: 9 }],
    [[100, 20, 3], { count: 3, p50: 20, p90: 100 }],
  ])('takes the nearest rank of %j', (times, expected) => {
    expect(percentilesOf(times)).toEqual(expected);
  });

  it('answers with a measured time that as many times as it says do not exceed', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 50 }), (times) => {
        const found = percentilesOf(times);

        for (const [percent, time] of [
          [50, found?.p50 ?? -1],
          [90, found?.p90 ?? -1],
        ] as const) {
          const within = (limit: number) => times.filter((other) => other <= limit).length / times.length;
          expect(times).toContain(time);
          expect(within(time)).toBeGreaterThanOrEqual(percent / 100);
          expect(times.filter((other) => other < time && within(other) >= percent / 100)).toEqual([]);
        }
      }),
    );
  });
});
