import { describe, expect, it } from 'vitest';
import { agreeing } from '../../../../../model/forecast/running/agreeing.ts';

const labels = { __name__: 'avail', instance: 'web-1', mountpoint: '/data' };

describe('the series that is about the same', () => {
  it.each([
    ['has the same labels', [{ instance: 'web-1', mountpoint: '/data', __name__: 'size' }], 0],
    ['has some of them', [{ instance: 'web-2' }, { instance: 'web-1', job: 'node' }], 1],
    ['has the most of them', [{ instance: 'web-1' }, { instance: 'web-1', mountpoint: '/data' }, {}], 1],
    ['is about everything', [{ instance: 'web-2' }, {}], 1],
    ['is not there', [{ instance: 'web-2' }, { instance: 'web-1', mountpoint: '/' }], -1],
    ['has nothing to do with it', [{ cluster: 'shop' }], -1],
    [
      'is one of two that could be meant',
      [
        { instance: 'web-1', job: 'a' },
        { instance: 'web-1', job: 'b' },
      ],
      -1,
    ],
    ['is none', [], -1],
  ])('%s', (_what, candidates, expected) => {
    const others = candidates.map((each) => ({ labels: each as Readonly<Record<string, string>> }));

    expect(others.findIndex((other) => other === agreeing(labels, others))).toBe(expected);
  });
});
