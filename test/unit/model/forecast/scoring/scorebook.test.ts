import { describe, expect, it } from 'vitest';
import type { Scored } from '../../../../../model/forecast/scoring/scored.ts';
import { maxScored, readScored } from '../../../../../model/forecast/scoring/scored.ts';
import { scorebookDetails } from '../../../../../model/forecast/scoring/scorebook-details.ts';
import { noticeOf, readScorebookNotice } from '../../../../../model/forecast/scoring/scorebook-notice.ts';
import type { Scorebook } from '../../../../../model/forecast/scoring/scorebook.ts';
import { emptyScorebook, enter } from '../../../../../model/forecast/scoring/scorebook.ts';
import type { PredictionOutcome } from '../../../../../model/forecast/predicting/prediction-result.ts';
import {
  aScoredLimit,
  aScoredPrediction,
  daysOn,
  scoringDay,
  someScoredValues,
} from '../../../../support/forecasting/scores.ts';

/** A scorebook that was told these, one message after the other. */
function aBook(...messages: readonly (readonly Scored[])[]): Scorebook {
  return messages.reduce((book, scored) => enter(book, scored, daysOn(1)).book, emptyScorebook);
}

const several = (outcome: PredictionOutcome, count: number): readonly Scored[] =>
  Array.from({ length: count }, () => aScoredPrediction({ outcome }));
const ofEnsemble = (book: Scorebook) => noticeOf(book).models.find(({ model }) => model === 'ensemble');

describe('a scorebook', () => {
  it('says how good predictions, limits and intervals were', () => {
    const book = aBook(
      [...several('came-true', 4), ...several('averted', 2), ...several('false-alarm', 1), ...several('receded', 1)],
      [...several('unknown', 3), aScoredLimit({ foreseen: true }), aScoredLimit(), someScoredValues()],
    );

    expect(ofEnsemble(book)).toEqual({
      model: 'ensemble',
      outcomes: { 'came-true': 4, averted: 2, receded: 1, 'false-alarm': 1, unknown: 3 },
      precision: 6 / 8,
      recall: 3 / 4,
      missed: 1,
      medianLeadMs: 10 * 3_600_000,
      medianErrorMs: 3_600_000,
      compared: 100,
      nearCoverage: 58 / 60,
      farCoverage: 37 / 40,
      coverage: 0.95,
      scaledError: 0.8,
    });
  });

  it('says nothing of what there is nothing of', () => {
    expect(ofEnsemble(aBook([aScoredPrediction({ outcome: 'unknown' })]))).toMatchObject({
      precision: null,
      recall: null,
      medianLeadMs: null,
      coverage: null,
      scaledError: null,
    });
  });

  it('counts what is told twice once, in one message or in two', () => {
    const [prediction, limit] = [aScoredPrediction(), aScoredLimit()];

    const again = enter(aBook([prediction, limit, prediction]), [limit, prediction], daysOn(1));

    expect(again.counted).toEqual([]);
    expect(ofEnsemble(again.book)).toMatchObject({ outcomes: { 'came-true': 1 }, missed: 1 });
  });

  it('keeps models apart', () => {
    const book = aBook([
      aScoredLimit(),
      aScoredLimit({ model: 'local-trend' }),
      aScoredLimit({ model: 'local-trend' }),
    ]);

    expect(noticeOf(book).models).toMatchObject([
      { model: 'ensemble', missed: 1 },
      { model: 'local-trend', missed: 2 },
    ]);
  });

  it.each([
    ['29 days later', 29, 1],
    ['30 days later', 30, 0],
  ])('remembers a day or not: %s', (_when, later, missed) => {
    const { book } = enter(aBook([aScoredLimit()]), [aScoredLimit({ atMs: daysOn(later) })], daysOn(later));

    expect(ofEnsemble(book)?.missed).toBe(missed + 1);
  });

  it('does not count what is older than it remembers, and takes what claims to be ahead for today', () => {
    const book = aBook([aScoredLimit({ atMs: daysOn(-40) }), aScoredLimit({ atMs: daysOn(400) })]);

    expect(book.days).toMatchObject([{ day: daysOn(1) / 86_400_000, tally: { missed: 1 } }]);
  });

  it('stays small, however much it is told, and so does its memo', () => {
    let book = emptyScorebook;
    for (let day = 0; day < 40; day++) {
      for (let hour = 0; hour < 24; hour++) {
        const told = Array.from({ length: 10 }, () => aScoredPrediction({ atMs: daysOn(day) }));
        book = enter(book, told, daysOn(day)).book;
      }
    }

    expect(JSON.stringify(book).length).toBeLessThan(256 * 1_024);
    expect(JSON.stringify(noticeOf(book)).length).toBeLessThan(1_024);
  });

  it('shows people its figures, and what it could not read', () => {
    const details = scorebookDetails({ ...aBook([...several('came-true', 3), someScoredValues()]), ignored: 2 });

    expect(details).toBe(
      [
        'In the last 30 days:',
        '',
        '- **ensemble**: precision 100 %, recall -, median lead 10 h, 95 % of 100 values in their interval',
        '',
        '2 messages could not be read',
      ].join('\n'),
    );
  });
});

describe('the notice of a scorebook', () => {
  const notice = noticeOf(aBook([...several('false-alarm', 12), someScoredValues()]));

  it('is read as it was written', () => {
    expect(notice.demotions).toHaveLength(1);
    expect(readScorebookNotice(structuredClone(notice))).toEqual(notice);
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'good'],
    ['a model that there is not', { ...notice, models: [{ ...notice.models[0], model: 'oracle' }] }],
    ['a figure that is none', { ...notice, models: [{ ...notice.models[0], precision: 'high' }] }],
    ['no outcomes', { ...notice, models: [{ ...notice.models[0], outcomes: {} }] }],
    ['a reason without an end', { ...notice, demotions: [{ ...notice.demotions[0], because: 'x'.repeat(201) }] }],
    ['a demotion without an end', { ...notice, demotions: [{ ...notice.demotions[0], untilMs: null }] }],
    ['more models than there are', { ...notice, models: Array.from({ length: 50 }, () => notice.models[0]) }],
  ])('is not read where it is %s', (_what, value) => {
    expect(readScorebookNotice(value)).toBeUndefined();
  });
});

describe('what a scorebook is told', () => {
  it('is read as it was sent', () => {
    const told = [aScoredPrediction(), aScoredPrediction({ outcome: 'averted' }), aScoredLimit(), someScoredValues()];

    expect(readScored(structuredClone(told))).toEqual(told);
  });

  it.each([
    ['no list', aScoredLimit()],
    ['an unknown kind', [{ ...aScoredLimit(), kind: 'guess' }]],
    ['a model that there is not', [{ ...aScoredLimit(), model: 'oracle' }]],
    ['no time', [{ ...aScoredLimit(), atMs: Number.NaN }]],
    ['a long id', [aScoredLimit({ id: 'x'.repeat(101) })]],
    ['an unknown outcome', [{ ...aScoredPrediction(), outcome: 'great' }]],
    ['no time of raising', [{ ...aScoredPrediction(), raisedAtMs: null }]],
    ['a negative lead', [aScoredPrediction({ leadMs: -1 })]],
    ['more within than compared', [someScoredValues({ near: { compared: 1, within: 2 } })]],
    ['half a value', [someScoredValues({ far: { compared: 1.5, within: 1 } })]],
    ['an error without a number', [{ ...someScoredValues(), errors: { count: 1, sum: null } }]],
    ['too much', Array.from({ length: maxScored + 1 }, () => aScoredLimit())],
    ['nothing readable in it', [aScoredLimit(), null]],
  ])('is not read with %s', (_what, value) => {
    expect(readScored(value)).toBeUndefined();
  });

  it('belongs to the day on which it was known, however long before it was foretold', () => {
    const book = aBook([aScoredPrediction({ raisedAtMs: daysOn(-80) })]);

    expect(book.days).toMatchObject([{ day: scoringDay / 86_400_000 }]);
  });
});
