import { describe, expect, it } from 'vitest';
import { weightedMedian } from '../../../../forecasting/ensemble/combine.ts';

function medianOf(...pairs: readonly (readonly [value: number, weight: number])[]): readonly number[] {
  return [...weightedMedian(pairs.map(([value, weight]) => ({ forecast: Float64Array.of(value), weight })))];
}

describe('the weighted median', () => {
  it.each<[what: string, pairs: [number, number][], expected: number]>([
    ['of one is that one', [[7, 0.2]], 7],
    [
      'of equals is the one in the middle',
      [
        [9, 1],
        [1, 1],
        [2, 1],
      ],
      2,
    ],
    [
      'of an even number of equals lies between the middle two',
      [
        [9, 1],
        [1, 1],
        [2, 1],
        [4, 1],
      ],
      3,
    ],
    [
      'goes where half of the weight is',
      [
        [1, 0.5],
        [2, 0.3],
        [3, 0.3],
        [4, 0.3],
      ],
      2,
    ],
    [
      'is the heaviest, if the others weigh less together',
      [
        [1, 1],
        [2, 0.4],
        [3, 0.4],
      ],
      1,
    ],
    [
      'is not moved by how far the farthest is',
      [
        [1e9, 0.4],
        [2, 0.5],
        [1, 0.4],
      ],
      2,
    ],
  ])('%s', (_what, pairs, expected) => {
    expect(medianOf(...pairs)).toEqual([expected]);
  });

  it('is taken at each step by itself', () => {
    const forecasts = [
      [1, 9],
      [5, 5],
      [9, 1],
    ].map((steps) => ({ forecast: Float64Array.from(steps), weight: 1 }));

    expect([...weightedMedian(forecasts)]).toEqual([5, 5]);
  });
});
