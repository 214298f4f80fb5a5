import { describe, expect, it } from 'vitest';
import { readPrediction } from '../../../../../model/forecast/predicting/read-prediction.ts';
import { aPrediction, officeHours } from '../../../../support/predictions/predictions.ts';

const prediction = aPrediction();
const { crossing, terms } = prediction;

describe('a prediction in a signal', () => {
  it.each([
    ['as it is told', prediction],
    ['without a crossing', aPrediction({ inHours: null })],
    ['without a target', { ...prediction, target: null }],
    ['with hours', aPrediction({ terms: { hours: officeHours } })],
    ['without its pace', { ...prediction, everyMs: undefined }],
    ['by a model that stands in', aPrediction({ standIn: '30 % of 10 predictions were right' })],
  ])('is read %s', (_what, value) => {
    expect(readPrediction(value)).toEqual(value);
  });

  it.each([
    ['nothing', null],
    ['text', 'full'],
    ['a list', [prediction]],
    ['no name', { ...prediction, forecast: 1 }],
    ['a label that is no text', { ...prediction, series: { pod: 1 } }],
    ['an incident that is no path', { ...prediction, incident: "x' OR 1=1" }],
    ['a target that is no path', { ...prediction, target: 'host/a b' }],
    ['another direction', { ...prediction, limit: { direction: 'around', value: 1 } }],
    ['a reason that is no text', { ...prediction, standIn: 42 }],
    ['no value', { ...prediction, value: Number.NaN }],
    ['a time beyond the calendar', { ...prediction, madeAtMs: 1e16 }],
    ['a crossing before its earliest', { ...prediction, crossing: { ...crossing, atMs: 0 } }],
    ['a chance above 1', { ...prediction, crossing: { ...crossing, probability: 1.1 } }],
    ['another forecaster', { ...prediction, model: 'tarot' }],
    ['another runbook', { ...prediction, terms: { ...terms, runbook: 'rm -rf' } }],
    ['no forecasts to recede after', { ...prediction, terms: { ...terms, recedesAfter: 0 } }],
    ['hours that are none', { ...prediction, terms: { ...terms, hours: { kind: 'weekly' } } }],
    ['forecasts without a pause', { ...prediction, everyMs: 0 }],
    ['more than a history may get', { ...prediction, picture: 'x'.repeat(40_000) }],
    ['what could not be decoded', { unreadablePayload: 'invalid JSON' }],
  ])('is refused with %s', (_what, value) => {
    expect(readPrediction(value)).toBeUndefined();
  });
});
