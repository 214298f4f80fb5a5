import { describe, expect, it } from 'vitest';
import type { Demotion } from '../../../../../model/forecast/scoring/demotion.ts';
import { faultOf, modelInEffect } from '../../../../../model/forecast/scoring/demotion.ts';
import type { Scored } from '../../../../../model/forecast/scoring/scored.ts';
import type { Scorebook } from '../../../../../model/forecast/scoring/scorebook.ts';
import { emptyScorebook, enter } from '../../../../../model/forecast/scoring/scorebook.ts';
import { count, emptyTally } from '../../../../../model/forecast/scoring/tally.ts';
import type { ForecasterName } from '../../../../../model/names.ts';
import { aScoredPrediction, daysOn, someScoredValues } from '../../../../support/forecasting/scores.ts';

const wrong = 'false-alarm';
const predictions = (right: number, bad: number, atMs = daysOn(0)): readonly Scored[] => [
  ...Array.from({ length: right }, () => aScoredPrediction({ atMs })),
  ...Array.from({ length: bad }, () => aScoredPrediction({ outcome: wrong, atMs })),
];
const values = (compared: number, within: number): readonly Scored[] => [
  someScoredValues({ near: { compared, within }, far: { compared: 0, within: 0 } }),
];
const aDemotion = (model: ForecasterName, untilDay = 7): Demotion => {
  return { model, sinceMs: daysOn(0), untilMs: daysOn(untilDay), times: 1, because: `${model} was bad` };
};

describe('a model', () => {
  it.each([
    ['half of its predictions were right', predictions(5, 5), null],
    ['less than half were', predictions(4, 6), '40 % of 10 predictions were right, at least 50 % have to be'],
    ['nine were wrong, which may be chance', predictions(0, 9), null],
    ['all were averted by repairs', Array.from({ length: 20 }, () => aScoredPrediction({ outcome: 'averted' })), null],
    ['nobody knows of any', Array.from({ length: 20 }, () => aScoredPrediction({ outcome: 'unknown' })), null],
    ['its intervals are a little narrow', values(500, 375), null],
    ['its intervals are useless', values(500, 374), '74 % of 500 values lay in their interval, at least 75 % have to'],
    ['few values were compared', values(499, 0), null],
  ])('is faulted or not where %s', (_what, scored, because) => {
    const tally = scored.reduce(count, emptyTally);

    expect(faultOf(tally)).toBe(because);
  });
});

describe('the model in effect', () => {
  it.each<[string, ForecasterName, readonly Demotion[], ForecasterName, string | null]>([
    ['nobody is demoted', 'prophet', [], 'prophet', null],
    ['another is demoted', 'prophet', [aDemotion('ets')], 'prophet', null],
    ['it is demoted', 'prophet', [aDemotion('prophet')], 'ensemble', 'prophet was bad'],
    ['the default is demoted', 'ensemble', [aDemotion('ensemble')], 'local-trend', 'ensemble was bad'],
    ['the next is, too', 'ensemble', [aDemotion('ensemble'), aDemotion('local-trend')], 'mstl', 'ensemble was bad'],
    [
      'everybody is',
      'ensemble',
      (['ensemble', 'local-trend', 'mstl', 'seasonal-naive'] as const).map((model) => aDemotion(model)),
      'ensemble',
      'ensemble was bad',
    ],
    ['its time is over', 'ensemble', [aDemotion('ensemble', 3)], 'ensemble', null],
  ])('is, where %s, for %s', (_what, configured, demotions, model, because) => {
    expect(modelInEffect(configured, demotions, daysOn(3))).toEqual({ model, because });
  });
});

/** Tells a scorebook of predictions on a day, and says which demotions that brought. */
function onDay(book: Scorebook, day: number, right: number, bad: number) {
  return enter(book, predictions(right, bad, daysOn(day)), daysOn(day));
}

describe('a demotion', () => {
  it('lasts a week, and its reason is no reason for another', () => {
    const first = onDay(emptyScorebook, 0, 0, 10);
    const meanwhile = onDay(first.book, 3, 0, 10);
    const after = onDay(meanwhile.book, 8, 9, 1);

    expect(first.demoted).toMatchObject([{ model: 'ensemble', untilMs: daysOn(7), times: 1 }]);
    expect(meanwhile.demoted).toEqual([]);
    expect(after.demoted).toEqual([]);
    expect(modelInEffect('ensemble', after.book.demotions, daysOn(8))).toEqual({ model: 'ensemble', because: null });
  });

  it('is over for good: what was foretold before it is not held against the new trial', () => {
    const { book } = onDay(emptyScorebook, 0, 0, 10);
    const late = predictions(0, 10, daysOn(9)).map((scored) => ({ ...scored, raisedAtMs: daysOn(-1) }) as Scored);

    const after = enter(book, late, daysOn(9));

    expect(after.demoted).toEqual([]);
    expect(after.counted).toHaveLength(10);
  });

  it('lasts twice as long where trying again did not help, and a month at the most', () => {
    let book = emptyScorebook;
    const lasted = [0, 8, 23, 53].map((day) => {
      const entry = onDay(book, day, 1, 9);
      book = entry.book;
      return entry.demoted.map(({ sinceMs, untilMs }) => (untilMs - sinceMs) / (daysOn(1) - daysOn(0)));
    });

    expect(lasted).toEqual([[7], [14], [28], [28]]);
  });

  it('is the first one again when the last one was long ago', () => {
    const { book } = onDay(emptyScorebook, 0, 0, 10);

    expect(onDay(book, 60, 0, 10).demoted).toMatchObject([{ times: 1 }]);
  });

  it('needs no more than one bad model among good ones', () => {
    const good = predictions(0, 10).map(
      (scored) => ({ ...scored, model: 'local-trend', outcome: 'came-true' }) as Scored,
    );

    const { demoted } = enter(emptyScorebook, [...predictions(0, 10), ...good], daysOn(0));

    expect(demoted.map(({ model }) => model)).toEqual(['ensemble']);
  });
});
