import { describe, expect, it } from 'vitest';
import type { PredictionDependencies } from '../../../../../activities/forecasting/predictions/predictions.ts';
import { createPredictionActivities } from '../../../../../activities/forecasting/predictions/predictions.ts';
import type { PredictionResult } from '../../../../../model/forecast/predicting/prediction-result.ts';
import type { Scored } from '../../../../../model/forecast/scoring/scored.ts';
import { aPrediction, officeHours } from '../../../../support/predictions/predictions.ts';

const hour = 60 * 60_000;
const raisedAtMs = Date.UTC(2026, 0, 1, 12);
const question = { prediction: aPrediction(), raisedAtMs, untilMs: raisedAtMs + 11 * hour };

function activities(given: Partial<PredictionDependencies> = {}) {
  return createPredictionActivities({
    hasActedSince: async () => true,
    findCrossing: null,
    predictionResults: { add: async () => undefined },
    scorebooks: { tell: async () => undefined, read: async () => undefined },
    ...given,
  });
}

/** It came true two hours before it was expected. */
const result: PredictionResult = {
  prediction: 'prediction:disks',
  forecast: 'disks',
  series: {},
  target: null,
  incident: 'host/db-3',
  limit: { direction: 'above', value: 100 },
  model: 'ensemble',
  raisedAtMs,
  madeAtMs: raisedAtMs,
  crossing: { atMs: raisedAtMs + 9 * hour, earliestMs: raisedAtMs, latestMs: null, probability: 0.9 },
  outcome: 'came-true',
  crossedAtMs: raisedAtMs + 7 * hour,
  judgedAtMs: raisedAtMs + 8 * hour,
};

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

    await activities({ predictionResults: { add: async (one) => void added.push(one) } }).recordPrediction(result);

    expect(added).toEqual([result]);
    await expect(activities({ predictionResults: { add: broken } }).recordPrediction(result)).rejects.toMatchObject({
      type: 'ResultsUnavailable',
      nonRetryable: false,
    });
  });

  it('is told to the scorebook of its forecast under one name, and again where that could not be', async () => {
    const told: [string, readonly Scored[]][] = [];
    const scorebooks = {
      tell: async (...given: [string, readonly Scored[]]) => void told.push(given),
      read: async () => undefined,
    };

    await activities({ scorebooks }).recordPrediction(result);
    await activities({ scorebooks }).recordPrediction(result);
    await activities({ scorebooks }).recordPrediction({ ...result, outcome: 'averted', crossedAtMs: null });

    const scored = { kind: 'prediction', model: 'ensemble', raisedAtMs, atMs: result.judgedAtMs };
    const cameTrue = { ...scored, outcome: 'came-true', leadMs: 7 * hour, errorMs: 2 * hour };
    expect(told).toMatchObject([
      ['disks', [cameTrue]],
      ['disks', [cameTrue]],
      ['disks', [{ ...scored, outcome: 'averted', leadMs: null, errorMs: null }]],
    ]);
    expect(new Set(told.map(([, [one]]) => one?.id)).size).toBe(1);
    const away = { ...scorebooks, tell: broken };
    await expect(activities({ scorebooks: away }).recordPrediction(result)).rejects.toMatchObject({
      type: 'TemporalUnavailable',
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
