import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { horizonMs, timeToFull, timeToFullInWords } from '../../../../model/forecast/time-to-full.ts';

const hour = 3_600;

it.each([
  [
    'an amount and its pace',
    19_000 * hour,
    { perSecond: 6_000, slowest: 4_750, fastest: 7_600 },
    '3 h 10 min (2 h 30 min – 4 h)',
  ],
  ['a pace that is certain', 60, { perSecond: 1, slowest: 1, fastest: 1 }, '1 min'],
  ['nothing left', 0, { perSecond: 1, slowest: 0.5, fastest: 2 }, '0 s'],
  ['less than nothing left', -5, { perSecond: 1, slowest: 0.5, fastest: 2 }, '0 s'],
  ['a time that nobody knows', 1e9, { perSecond: 1, slowest: 0.5, fastest: 2 }, 'more than 30 d'],
  [
    'an end that may be far',
    20 * 24 * hour,
    { perSecond: 1, slowest: 0.1, fastest: 2 },
    '20 d (10 d – more than 30 d)',
  ],
])('says for %s how long it lasts', (_what, amount, pace, words) => {
  expect(timeToFullInWords(timeToFull(pace, amount))).toBe(words);
});

it('is in order, never negative and never beyond the horizon', () => {
  const rate = fc.double({ min: 1e-9, max: 1e12, noNaN: true });
  fc.assert(
    fc.property(fc.tuple(rate, rate, rate), fc.double({ min: -1e15, max: 1e15, noNaN: true }), (rates, amount) => {
      const [slowest = 1, perSecond = 1, fastest = 1] = rates.toSorted((a, b) => a - b);

      const { soonestMs, expectedMs, latestMs } = timeToFull({ perSecond, slowest, fastest }, amount);

      expect([0, soonestMs, expectedMs, latestMs, horizonMs]).toEqual(
        [0, soonestMs, expectedMs, latestMs, horizonMs].toSorted((a, b) => a - b),
      );
    }),
  );
});
