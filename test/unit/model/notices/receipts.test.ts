import { describe, expect, it } from 'vitest';
import { channelsBeside, keepReceipt, placeOf } from '../../../../model/notices/receipts.ts';

const slack = { type: 'slack', index: 1 } as const;

describe('receipts', () => {
  it('lie apart for each channel, and there for each person', () => {
    const alex = { person: 'alex', address: null };

    const places = [placeOf(slack, null), placeOf(slack, alex), placeOf({ ...slack, index: 2 }, null)];

    expect(new Set(places).size).toBe(3);
  });

  it('tell which channels have something open that nobody tells of every incident', () => {
    const alex = { person: 'alex', address: null };
    const places = [placeOf(slack, null), placeOf({ type: 'pagerduty', index: 2 }, null), placeOf(slack, alex)];
    const receipts = Object.fromEntries([...places, 'fax 7'].map((place) => [place, { ts: '1' }]));

    expect(channelsBeside(receipts, [slack])).toEqual([{ type: 'pagerduty', index: 2 }]);
    expect(channelsBeside(undefined, [])).toEqual([]);
  });

  it('are replaced by what the same place answers later', () => {
    const first = keepReceipt(undefined, 'slack 1', { ts: '1' });

    expect(keepReceipt(first, 'slack 1', { ts: '2' })).toEqual({ 'slack 1': { ts: '2' } });
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['nothing, as workers of older releases do', undefined],
    ['a text', 'ts'],
    ['a list', ['ts']],
    ['something that is not plain', { ts: 1 }],
    ['far too much', { ts: 'x'.repeat(2_000) }],
  ])('stay as they are when a channel answers %s', (_what, answer) => {
    const before = { 'slack 1': { ts: '1' } };

    expect(keepReceipt(before, 'slack 1', answer)).toBe(before);
    expect(keepReceipt(undefined, 'slack 1', answer)).toBeUndefined();
  });

  it('are bounded in number, and the newest stay', () => {
    const all = Array.from({ length: 60 }, (_, nth) => `slack 1 person-${nth}`);

    const kept = all.reduce<ReturnType<typeof keepReceipt>>((so, place) => keepReceipt(so, place, { ts: '1' }), {});

    expect(Object.keys(kept ?? {})).toEqual(all.slice(10));
  });
});
