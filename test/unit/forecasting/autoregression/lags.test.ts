import { describe, expect, it } from 'vitest';
import { allLags, changeLags, nearLags, rhythmsOf, seasonalLags } from '../../../../forecasting/autoregression/lags.ts';
import { aHistory } from '../../../support/forecasting/questions.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const history = (length: number, stepMs: number, seasons: readonly number[] = []) =>
  aHistory(
    Array.from({ length }, () => 0),
    { stepMs, seasons },
  );

describe('rhythms', () => {
  it.each([
    { what: 'weeks of hours', given: history(700, hourMs, [24]), rhythms: { short: 24, long: 168, others: [] } },
    { what: 'days of hours', given: history(100, hourMs), rhythms: { short: 24, long: null, others: [] } },
    { what: 'five minutes', given: history(4_032, 5 * minuteMs), rhythms: { short: 288, long: 2_016, others: [] } },
    { what: 'days', given: history(60, dayMs, [7]), rhythms: { short: 7, long: null, others: [] } },
    { what: 'minutes', given: history(300, minuteMs), rhythms: { short: 60, long: null, others: [] } },
    { what: 'a few minutes', given: history(40, minuteMs), rhythms: { short: 1, long: null, others: [] } },
    {
      what: 'a day and another season',
      given: history(700, hourMs, [24, 36]),
      rhythms: { short: 24, long: 168, others: [36] },
    },
    {
      what: 'seasons of their own',
      given: history(700, hourMs, [10, 30, 90]),
      rhythms: { short: 10, long: 90, others: [30] },
    },
  ])('are found in $what', ({ given, rhythms }) => {
    expect(rhythmsOf(given)).toEqual(rhythms);
  });
});

describe('lags', () => {
  it.each([
    { short: 24, long: 168, others: [] },
    { short: 24, long: null, others: [36] },
    { short: 288, long: 2_016, others: [] },
    { short: 7, long: 365, others: [] },
    { short: 1, long: null, others: [] },
  ])('ascend, each once and none below 1, for $short and $long', (rhythms) => {
    for (const lags of [nearLags, seasonalLags, changeLags, allLags].map((of) => of(rhythms))) {
      expect(lags.length).toBeGreaterThan(0);
      expect(lags.length).toBeLessThan(260);
      expect(lags.every((lag, nth) => lag > (lags[nth - 1] ?? 0))).toBe(true);
    }
  });

  it('of hours are those of the last day, of the days before and of a week ago', () => {
    const lags = seasonalLags({ short: 24, long: 168, others: [] });

    expect(lags.slice(24)).toEqual([25, 26, 48, 72, 96, 120, 144, 167, 168, 169]);
  });
});
