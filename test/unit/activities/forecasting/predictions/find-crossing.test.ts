import { describe, expect, it } from 'vitest';
import { crossingFinder } from '../../../../../activities/forecasting/predictions/find-crossing.ts';
import type { FoundSeries, SeriesQuestion } from '../../../../../clients/series/series-source.ts';
import type { SeriesQuery } from '../../../../../model/forecast/series-query.ts';
import type { Series } from '../../../../../model/forecast/series.ts';
import { anActivity } from '../../../../support/acting/activity.ts';
import { aFailure, failureOf } from '../../../../support/acting/failures.ts';
import { aForecastDefinition, aHistory, madeAtMs } from '../../../../support/forecasting/definitions.ts';
import { aPrediction } from '../../../../support/predictions/predictions.ts';

const hours = 60 * 60_000;
const limit = { direction: 'below', value: 10 } as const;
const labels = { __name__: 'avail', instance: 'web-1' };

/** Asks what became of a prediction that was raised three hours before the last value. */
async function ask(
  found: Partial<FoundSeries>,
  prediction = aPrediction({ series: labels, limit }),
  raisedAtMs = madeAtMs - 2.5 * hours,
) {
  const questions: SeriesQuestion<SeriesQuery>[] = [];
  const source = {
    read: async (question: SeriesQuestion<SeriesQuery>) => {
      questions.push(question);
      return { series: [], isPartial: false, notes: [], ...found };
    },
  };
  const find = crossingFinder([aForecastDefinition()], source);
  const question = { prediction, raisedAtMs, untilMs: madeAtMs + 0.5 * hours };
  const crossedAtMs = await anActivity().run(() => find(question));
  return { crossedAtMs, questions };
}

describe('when a limit was reached', () => {
  it.each<[string, readonly (number | null)[], number | null]>([
    ['at the first value at it', [30, 10, 9], madeAtMs - hours],
    ['behind a gap', [30, null, 9], madeAtMs],
    ['never', [30, 20, 11], null],
  ])('is read in the series: %s', async (_what, values, expected) => {
    const { crossedAtMs, questions } = await ask({ series: [aHistory('web-0', [1, 1, 1]), aHistory('web-1', values)] });

    expect(crossedAtMs).toBe(expected);
    expect(questions).toMatchObject([{ fromMs: madeAtMs - 2 * hours, toMs: madeAtMs, only: [labels] }]);
  });

  it('is asked up to now at the most', async () => {
    const later = Date.now() + 1_000 * hours;
    const questions: { readonly toMs: number }[] = [];
    const source = { read: async (question: { readonly toMs: number }) => (questions.push(question), found) };
    const found = { series: [aHistory('web-1', [30])], isPartial: false, notes: [] };
    const prediction = aPrediction({ series: labels, limit });

    await anActivity().run(() =>
      crossingFinder([aForecastDefinition()], source)({ prediction, raisedAtMs: madeAtMs, untilMs: later }),
    );

    expect(questions[0]?.toMs).toBeLessThanOrEqual(Date.now());
  });

  it('is found by labels that a prediction has masked', async () => {
    const secret = { ...labels, path: '/x?password=s3cr3tpass' };
    const series: Series = { ...aHistory('web-1', [30, 9]), labels: secret };
    const masked = aPrediction({ series: { ...labels, path: '/x?password=[secret]' }, limit });

    expect((await ask({ series: [series] }, masked)).crossedAtMs).toBe(madeAtMs);
  });

  it.each([
    ['the series is gone', {}, aPrediction({ series: labels, limit }), 'SeriesUnavailable'],
    [
      'a part of it did not answer',
      { series: [aHistory('web-1', [30])], isPartial: true },
      aPrediction({ series: labels, limit }),
      'SeriesUnavailable',
    ],
    [
      'nothing was measured since',
      { series: [aHistory('web-1', [9])] },
      aPrediction({ series: labels, limit }),
      'SeriesUnavailable',
      madeAtMs + hours / 4,
    ],
    ['the configuration has no such forecast', {}, aPrediction({ forecast: 'gone' }), 'UnknownForecast'],
  ] as const)('is not known where %s', async (_what, found, prediction, type, raisedAtMs?: number) => {
    expect(await failureOf(() => ask(found, prediction, raisedAtMs))).toMatchObject(aFailure(type));
  });
});
