import { describe, expect, it } from 'vitest';
import { filledByLines, filledBySeason } from '../../../../forecasting/history/fill-gaps.ts';

describe('a gap', () => {
  it.each<[what: string, values: readonly (number | null)[], filled: readonly number[]]>([
    ['between two values', [1, null, null, 4], [1, 2, 3, 4]],
    ['at the beginning', [null, null, 3, 4], [3, 3, 3, 4]],
    ['at the end', [1, 2, null, null], [1, 2, 2, 2]],
    ['that is none', [1, 2], [1, 2]],
    ['that is all', [null, null], [0, 0]],
  ])('%s is filled by a line', (_what, values, filled) => {
    expect([...filledByLines(values)]).toEqual(filled);
  });

  it('that is long is filled by the seasons around it, on the level of today', () => {
    const whole = Array.from({ length: 20 }, (_, at) => 5 * at + ([0, 10, 20, 10][at % 4] ?? 0));
    const values = whole.map((value, at) => (at >= 9 && at < 12 ? null : value));

    expect([...filledBySeason(values, 4)]).toEqual(whole);
  });

  it('of two steps is filled by a line, whatever the season', () => {
    expect([...filledBySeason([0, 9, 0, 9, 0, null, null, 3, 0], 2)].slice(4, 8)).toEqual([0, 1, 2, 3]);
  });
});
