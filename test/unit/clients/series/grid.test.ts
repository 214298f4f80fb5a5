import { describe, expect, it } from 'vitest';
import { gridWithin, joined, piecesOf } from '../../../../clients/series/grid.ts';

const grid = { fromMs: 60_000, toMs: 600_000, stepMs: 60_000 };

describe('gridWithin', () => {
  it('has the whole steps of a span, and nothing outside it', () => {
    expect(gridWithin({ fromMs: 59_999, toMs: 659_999, stepMs: 60_000 })).toEqual(grid);
    expect(gridWithin(grid)).toEqual(grid);
  });

  it.each([
    ['goes back', { ...grid, toMs: 0 }],
    ['is shorter than a step', { fromMs: 1, toMs: 59_999, stepMs: 60_000 }],
    ['has steps of nothing', { ...grid, stepMs: 0 }],
    ['is no number', { ...grid, toMs: Number.NaN }],
  ])('refuses a span that %s', (_what, span) => {
    expect(() => gridWithin(span)).toThrow(RangeError);
  });
});

describe('piecesOf', () => {
  it.each([
    [1, 10],
    [3, 4],
    [9, 2],
    [10, 1],
    [11, 1],
    [0.2, 10],
  ])('of %d moments at most has every moment once, in %d pieces', (moments, count) => {
    const pieces = piecesOf(grid, moments);

    const all = pieces.flatMap(({ fromMs, toMs, stepMs }) =>
      Array.from({ length: (toMs - fromMs) / stepMs + 1 }, (_, nth) => fromMs + nth * stepMs),
    );
    expect(all).toEqual(Array.from({ length: 10 }, (_, nth) => (nth + 1) * 60_000));
    expect(pieces).toHaveLength(count);
  });
});

describe('joined', () => {
  it('puts together what has the same labels, in any order of them', () => {
    const pieces = [
      { labels: { a: '1', b: '2' }, samples: [{ atMs: 120_000, value: 1 }] },
      { labels: { b: '2', a: '1' }, samples: [{ atMs: 240_000, value: 3 }] },
      { labels: { a: '1' }, samples: [] },
      {
        labels: { a: '2', b: '1' },
        samples: [
          { atMs: 600_000, value: Infinity },
          { atMs: 540_000, value: 7 },
        ],
      },
    ];

    expect(joined(grid, 'bytes', pieces)).toEqual([
      {
        labels: { a: '1', b: '2' },
        unit: 'bytes',
        startMs: 120_000,
        stepMs: 60_000,
        values: [1, null, 3, null, null, null, null, null, null],
      },
      { labels: { a: '2', b: '1' }, unit: 'bytes', startMs: 540_000, stepMs: 60_000, values: [7, null] },
    ]);
  });
});
