import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateLimit } from '../../../clients/rate-limit.ts';

describe('a rate limit', () => {
  it('lets through so many at once, and the next ones one after the other', () => {
    const limit = createRateLimit({ perSecond: 10, burst: 3 }, () => 0);

    const waits = Array.from({ length: 6 }, () => limit.take(10_000));

    expect(waits).toEqual([0, 0, 0, 100, 200, 300]);
  });

  it('gives no place to whoever could not wait for it, and takes none from the others', () => {
    const limit = createRateLimit({ perSecond: 1, burst: 1 }, () => 0);

    const waits = [0, 500, 1_500, 1_500].map((most) => limit.take(most));

    expect(waits).toEqual([0, null, 1_000, null]);
  });

  it('fills up again, and never beyond its burst', () => {
    let now = 0;
    const limit = createRateLimit({ perSecond: 10, burst: 2 }, () => now);
    limit.take(0);
    limit.take(0);
    now = 60_000;

    const waits = Array.from({ length: 3 }, () => limit.take(1_000));

    expect(waits).toEqual([0, 0, 100]);
  });

  it('never lets more through than its burst and its rate, whenever it is asked', () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 60 });

    fc.assert(
      fc.property(pauses, (waited) => {
        let now = 0;
        const limit = createRateLimit({ perSecond: 20, burst: 5 }, () => now);
        const times = waited.flatMap((pause) => {
          now += pause;
          const wait = limit.take(1_000);
          return wait === null ? [] : [now + wait];
        });

        const first = times[0] ?? 0;
        const tooEarly = times.filter((at, index) => index + 1 > 5 + ((at - first) * 20) / 1_000 + 1e-6);
        expect(tooEarly).toEqual([]);
      }),
    );
  });
});
