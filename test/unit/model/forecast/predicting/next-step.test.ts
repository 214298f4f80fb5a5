import { describe, expect, it } from 'vitest';
import { nextStep } from '../../../../../model/forecast/predicting/next-step.ts';
import type { PredictionRecord } from '../../../../../model/forecast/predicting/prediction-record.ts';
import {
  hearForecast,
  newPrediction,
  tell,
  withdraw,
} from '../../../../../model/forecast/predicting/prediction-record.ts';
import type { PredictionOverrides } from '../../../../support/predictions/predictions.ts';
import { aPrediction, officeHours } from '../../../../support/predictions/predictions.ts';

const hour = 60 * 60_000;
const noon = Date.UTC(2026, 0, 1, 12);

/** What is known after forecasts an hour apart, the first of them at noon. */
function heard(...forecasts: readonly PredictionOverrides[]): PredictionRecord {
  return forecasts.reduce<PredictionRecord>((record, said, index) => {
    const madeAtMs = noon + index * hour;
    return hearForecast(record, aPrediction({ ...said, madeAtMs }), madeAtMs);
  }, newPrediction(noon));
}

/** The same after the first forecast was raised. */
function raised(first: PredictionOverrides, ...others: readonly PredictionOverrides[]): PredictionRecord {
  const begun = tell(heard(first), false, noon);
  return others.reduce<PredictionRecord>((record, said, index) => {
    const madeAtMs = noon + (index + 1) * hour;
    return hearForecast(record, aPrediction({ ...said, madeAtMs }), madeAtMs);
  }, begun);
}

const night = { terms: { hours: officeHours } };

const reached = tell(raised({}, { inHours: 0, value: 100 }), true, noon + hour);

describe('the next step of a prediction', () => {
  it.each<[string, PredictionRecord, number, ReturnType<typeof nextStep>]>([
    ['raises what is sure and leaves time', heard({}), 0, { kind: 'raise', urgent: false }],
    ['raises what cannot wait as such', heard({ inHours: 1.5 }), 0, { kind: 'raise', urgent: true }],
    ['asks for the hours of what can wait', heard(night), 0, { kind: 'ask-hours' }],
    ['waits for its hours', { ...heard(night), opensAtMs: noon + hour }, 0, { kind: 'wait', untilMs: noon + hour }],
    ['raises it in its hours', { ...heard(night), opensAtMs: noon }, 0, { kind: 'raise', urgent: false }],
    ['asks again where the answer is old', { ...heard(night), opensAtMs: noon - hour }, 0, { kind: 'ask-hours' }],
    [
      'does not wait for its hours until it is too late',
      { ...heard({ ...night, inHours: 3 }), opensAtMs: noon + 9 * hour },
      1,
      { kind: 'raise', urgent: true },
    ],
    ['waits where it is not sure', heard({ probability: 0.5 }), 0, { kind: 'wait', untilMs: noon + 4 * hour }],
    ['waits where little time is left', heard({ inHours: 0.5 }), 0, { kind: 'wait', untilMs: noon + 4 * hour }],
    ['ends what never was raised', heard({ inHours: null }, { inHours: null }), 1, { kind: 'end' }],
    ['updates what has moved', raised({}, { inHours: 4 }), 1, { kind: 'update' }],
    ['updates another chance', raised({}, { inHours: 8, probability: 0.98 }), 1, { kind: 'update' }],
    [
      'takes back what has receded',
      raised({}, { inHours: null }, { inHours: null }),
      2,
      { kind: 'withdraw', why: 'receded' },
    ],
    ['takes back what nobody forecasts', raised({}), 4, { kind: 'withdraw', why: 'silent' }],
    ['makes urgent what comes near', raised({ inHours: 4 }), 2, { kind: 'raise', urgent: true }],
    ['stands by what is not sure any more', raised({}, { probability: 0.5 }), 1, { kind: 'update' }],
    ['judges what has been reached', reached, 1, { kind: 'judge' }],
    ['waits for the truth', withdraw(raised({}), 'silent', noon), 5, { kind: 'wait', untilMs: noon + 11.9 * hour }],
    ['judges what is over', withdraw(raised({}), 'silent', noon), 12, { kind: 'judge' }],
    ['ends where nobody ever told anything', newPrediction(noon), 1, { kind: 'end' }],
  ])('%s', (_what, record, afterHours, expected) => {
    const step = nextStep(record, noon + afterHours * hour);

    expect(step).toEqual(expected);
  });

  it('does not make urgent what has become unlikely', () => {
    const record = raised({ inHours: 4 }, { inHours: 1, probability: 0.6 });

    expect(nextStep(record, noon + hour)).not.toMatchObject({ kind: 'raise' });
  });

  it('asks for the hours anew once they are others', () => {
    const waiting = { ...heard(night), opensAtMs: noon + hour };
    const other = { terms: { hours: { ...officeHours, to: '18:00' } } };

    const record = hearForecast(waiting, aPrediction({ ...other, madeAtMs: noon + 1 }), noon + 1);

    expect(nextStep(record, noon + 1)).toEqual({ kind: 'ask-hours' });
  });
});

describe('a forecast that is told', () => {
  it.each([0, -1])('says nothing new where it was made %i ms after the last one', (laterMs) => {
    const record = heard({});

    const after = hearForecast(record, aPrediction({ madeAtMs: noon + laterMs, value: 1 }), noon + hour);

    expect(after).toBe(record);
  });

  it('fires again after its end, and is judged by what was said first', () => {
    const back = withdraw(raised({}), 'receded', noon);

    const again = tell(hearForecast(back, aPrediction({ madeAtMs: noon + 1, inHours: 5 }), noon), false, noon);

    expect(again.raised?.startsAtMs).toBe(noon + 1);
    expect(again.claim).toEqual(back.claim);
  });
});
