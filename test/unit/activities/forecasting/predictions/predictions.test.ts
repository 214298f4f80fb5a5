import { describe, expect, it } from 'vitest';
import type { PredictionDependencies } from '../../../../../activities/forecasting/predictions/predictions.ts';
import { createPredictionActivities } from '../../../../../activities/forecasting/predictions/predictions.ts';
import type { PredictionResult } from '../../../../../model/forecast/predicting/prediction-result.ts';
import { aPrediction, officeHours } from '../../../../support/predictions/predictions.ts';

const hour = 60 * 60_000;
const raisedAtMs = Date.UTC(2026, 0, 1, 12);
const question = { prediction: aPrediction(), raisedAtMs, untilMs: raisedAtMs + 11 * hour };

function activities(given: Partial<PredictionDependencies> = {}) {
  return createPredictionActivities({
    hasActedSince: async () => true,
    findCrossing: null,
    predictionResults: { add: async () => undefined },
    ...given,
  });
}

const broken = () => Promise.reject(new Error('away'));

describe('what became of a prediction', () => {
  it.each([
    ['a series that nobody can read', {}, { acted: true }],
    ['a series that fails', { findCrossing: broken }, { acted: true }],
    ['a crossing', { findCrossing: async () => 42 }, { acted: true, crossedAtMs: 42 }],
    ['no crossing', { findCrossing: async () => null }, { acted: true, crossedAtMs: null }],
    ['no repair', { hasActedSince: async () => false }, { acted: false }],
    ['an incident that nobody can ask for', { hasActedSince: broken }, { acted: null }],
  ])('is told of %s', async (_what, given, expected) => {
    expect(await activities(given).outcomeOfPrediction(question)).toEqual(expected);
  });

  it('is asked of the incident since it was raised', async () => {
    const asked: unknown[] = [];

    await activities({ hasActedSince: async (...given) => (asked.push(given), true) }).outcomeOfPrediction(question);

    expect(asked).toEqual([[question.prediction.incident, raisedAtMs]]);
  });

  it('is recorded, and fails as a type that is tried again where it cannot be', async () => {
    const added: PredictionResult[] = [];
    const result = { prediction: 'prediction:disks', outcome: 'averted' } as PredictionResult;

    await activities({ predictionResults: { add: async (one) => void added.push(one) } }).recordPrediction(result);

    expect(added).toEqual([result]);
    await expect(activities({ predictionResults: { add: broken } }).recordPrediction(result)).rejects.toMatchObject({
      type: 'ResultsUnavailable',
      nonRetryable: false,
    });
  });
});

describe('the hours of a prediction', () => {
  it.each([
    ['in them', '2026-01-05T10:00:00+01:00', '2026-01-05T10:00:00+01:00'],
    ['before them', '2026-01-05T03:00:00+01:00', '2026-01-05T09:00:00+01:00'],
    ['as they end', '2026-01-05T17:00:00+01:00', '2026-01-06T09:00:00+01:00'],
    ['before a weekend', '2026-01-09T18:00:00+01:00', '2026-01-12T09:00:00+01:00'],
    ['where clocks are changed meanwhile', '2026-03-27T20:00:00+01:00', '2026-03-30T09:00:00+02:00'],
  ])('begin next, asked %s', async (_when, now, opens) => {
    const opensAtMs = await activities().nextOpening({ hours: officeHours, nowMs: Date.parse(now) });

    expect(opensAtMs).toBe(Date.parse(opens));
  });

  it.each([
    ['on no day', { ...officeHours, days: [] }],
    ['in no time zone that there is', { ...officeHours, timeZone: 'Mars/Olympus' }],
  ])('never begin where they are %s', async (_what, hours) => {
    expect(await activities().nextOpening({ hours, nowMs: raisedAtMs })).toBeNull();
  });
});
