import { describe, expect, it } from 'vitest';
import { addCounts, noCounts, runInWords } from '../../../../../model/forecast/running/forecast-run.ts';

describe('a run of a forecast', () => {
  it('is the sum of its parts', () => {
    const one = { made: 2, refused: { stale: 1 }, predicted: 1, receded: 0 };
    const other = { made: 3, refused: { stale: 2, 'out-of-time': 1 }, predicted: 0, receded: 4 };

    expect(addCounts(one, other)).toEqual({
      made: 5,
      refused: { stale: 3, 'out-of-time': 1 },
      predicted: 1,
      receded: 4,
    });
    expect(addCounts(one, noCounts)).toEqual(one);
  });

  it.each([
    [{ kind: 'gone' }, 'the configuration has no such forecast any more'],
    [{ kind: 'done', series: 2, counts: { ...noCounts, made: 2 } }, '2 of 2 series forecast; limits foreseen: 0'],
    [
      {
        kind: 'done',
        series: 4,
        counts: { made: 1, refused: { stale: 2, unpredictable: 1 }, predicted: 1, receded: 3 },
      },
      '1 of 4 series forecast; limits foreseen: 1; not foreseen any more: 3; refused: 2 stale, 1 unpredictable',
    ],
  ] as const)('is told in words: %j', (run, words) => {
    expect(runInWords(run)).toBe(words);
  });
});
