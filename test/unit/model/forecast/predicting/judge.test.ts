import { describe, expect, it } from 'vitest';
import type { WhatHappened } from '../../../../../model/forecast/predicting/judge.ts';
import { judge, resultOf } from '../../../../../model/forecast/predicting/judge.ts';
import type { PredictionRecord } from '../../../../../model/forecast/predicting/prediction-record.ts';
import {
  hearForecast,
  newPrediction,
  tell,
  withdraw,
} from '../../../../../model/forecast/predicting/prediction-record.ts';
import { aPrediction } from '../../../../support/predictions/predictions.ts';

const hour = 60 * 60_000;
const noon = Date.UTC(2026, 0, 1, 12);
const over = noon + 12 * hour;

const raised = tell(hearForecast(newPrediction(noon), aPrediction({ madeAtMs: noon }), noon), false, noon);
/** Forecast until its time was over. */
const watched = { ...raised, heardAtMs: over - hour };
const receded = withdraw(watched, 'receded', over - 2 * hour);

describe('a prediction whose time is over', () => {
  it.each<[string, PredictionRecord, WhatHappened, string, number | null]>([
    [
      'came true where the limit was reached',
      watched,
      { crossedAtMs: over - 4 * hour, acted: false },
      'came-true',
      over - 4 * hour,
    ],
    [
      'came true as a forecast saw',
      { ...watched, reachedAtMs: over - 3 * hour },
      { acted: null },
      'came-true',
      over - 3 * hour,
    ],
    ['did not come true by what came later', watched, { crossedAtMs: over + hour, acted: false }, 'false-alarm', null],
    ['was a false alarm where it stood', watched, { crossedAtMs: null, acted: false }, 'false-alarm', null],
    ['was averted where a repair acted', receded, { crossedAtMs: null, acted: true }, 'averted', null],
    ['was averted also while it stands', watched, { crossedAtMs: null, acted: true }, 'averted', null],
    ['receded by itself', receded, { crossedAtMs: null, acted: false }, 'receded', null],
    ['receded as the forecasts saw', receded, { acted: false }, 'receded', null],
    ['is nobody’s knowledge where nobody looked', raised, { acted: false }, 'unknown', null],
    [
      'is nobody’s knowledge where the repair is not known',
      receded,
      { crossedAtMs: null, acted: null },
      'unknown',
      null,
    ],
  ])('%s', (_what, record, happened, outcome, crossedAtMs) => {
    const judged = judge(record, happened, over);

    expect(judged.judgement).toEqual({ outcome, crossedAtMs, atMs: over });
  });

  it('leaves what it had said for the score', () => {
    const result = resultOf(judge(receded, { crossedAtMs: null, acted: true }, over), 'prediction:disks');

    expect(result).toMatchObject({
      prediction: 'prediction:disks',
      raisedAtMs: noon,
      madeAtMs: noon,
      judgedAtMs: over,
      outcome: 'averted',
      crossing: raised.claim?.crossing,
    });
  });

  it.each([
    ['was not raised', newPrediction(noon)],
    ['was not judged', raised],
  ])('leaves nothing where it %s', (_what, record) => {
    expect(resultOf(record, 'prediction:disks')).toBeNull();
  });
});
