import { describe, expect, it } from 'vitest';
import {
  countOf,
  digestReport,
  emptyDigest,
  gather,
  nextWindow,
  readGathered,
  together,
} from '../../../../model/notices/digest.ts';
import type { DigestBook, Gathered } from '../../../../model/notices/digest.ts';
import { aGathered } from '../../../support/channels/digests.ts';

function bookOf(...reports: readonly Partial<Gathered>[]): DigestBook {
  return reports.reduce<DigestBook>(
    (book, report, nth) => gather(book, aGathered({ id: `${nth}`, ...report })),
    emptyDigest,
  );
}

describe('a digest', () => {
  it('says how many there were, and of what, with what is gravest first', () => {
    const book = bookOf(
      { incident: 'host/a', kind: 'resolved', severity: 'warning' },
      { incident: 'host/b', kind: 'repairing', severity: 'critical' },
      { incident: 'host/c', kind: 'escalated', severity: 'critical', page: 'https://t.example/c' },
      { incident: 'host/d', kind: 'escalated', severity: 'warning' },
      { incident: 'host/e', kind: 'resolved', severity: 'warning' },
    );

    expect(digestReport('digest:slack', book, 0)).toEqual({
      kind: 'digest',
      incident: 'digest:slack',
      target: null,
      runbook: null,
      severity: 'critical',
      title: '5 messages in one: 2 escalated, 2 resolved, 1 repairing',
      firing: [],
      story: ['2 × resolved, warning', '1 × repairing, critical', '1 × escalated, critical', '1 × escalated, warning'],
      asks: [],
      details: [
        'critical escalated: host/c https://t.example/c',
        'critical repairing: host/b',
        'warning escalated: host/d',
        'warning resolved: host/a',
        'warning resolved: host/e',
      ],
      findings: [],
      logs: null,
    });
  });

  it('shows of each incident what is newest', () => {
    const book = bookOf({ kind: 'escalated' }, { kind: 'resolved' });

    const { details, title } = digestReport('digest:slack', book, 0);

    expect(title).toBe('2 messages in one: 1 escalated, 1 resolved');
    expect(details).toEqual(['critical resolved: host/host-1/service/web']);
  });

  it('asks for the approvals that wait', () => {
    const book = bookOf(
      { incident: 'host/a', kind: 'approval-needed' },
      { incident: 'host/b', kind: 'approval-needed' },
    );

    expect(digestReport('digest:slack', book, 0).asks).toEqual([
      '2 plans wait for an approval: each incident says how, and nightshift incidents lists them',
    ]);
  });

  it('stays small in a storm, and counts everything', () => {
    const book = bookOf(
      ...Array.from({ length: 3_000 }, (_, nth) => ({
        incident: `host/host-${nth}/${'x'.repeat(280)}`,
        kind: `kind-${nth}`,
        severity: nth === 2_999 ? ('critical' as const) : ('info' as const),
      })),
    );

    const { details } = digestReport('digest:slack', book, 7);

    expect(countOf(book)).toBe(3_000);
    expect(JSON.stringify(book).length).toBeLessThan(60_000);
    expect(details).toHaveLength(22);
    expect(details[0]).toContain('host/host-2999/');
    expect(details.slice(-2)).toEqual([
      'and 2980 more: nightshift incidents lists them all',
      '7 messages before these could not be delivered',
    ]);
  });

  it('counts a report once, in this window and in the next one', () => {
    const twice = bookOf({ id: 'same' }, { id: 'same' });

    const next = gather(nextWindow(twice), aGathered({ id: 'same' }));

    expect(countOf(twice)).toBe(1);
    expect(countOf(next)).toBe(0);
  });

  it('takes what could not be told into the next window, under what is newer', () => {
    const untold = bookOf({ id: 'a', incident: 'host/a', kind: 'escalated' }, { id: 'b', incident: 'host/b' });
    const since = gather(nextWindow(untold), aGathered({ id: 'c', incident: 'host/a', kind: 'resolved' }));

    const both = together(untold, since);

    expect(countOf(both)).toBe(3);
    expect(both.incidents.map(({ incident, kind }) => [incident, kind])).toEqual([
      ['host/b', 'escalated'],
      ['host/a', 'resolved'],
    ]);
    expect(countOf(gather(both, aGathered({ id: 'a' })))).toBe(3);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'escalated'],
    ['no id', { ...aGathered(), id: null }],
    ['an endless id', { ...aGathered(), id: 'x'.repeat(500) }],
    ['a foreign severity', { ...aGathered(), severity: 'bad' }],
    ['a page that is no text', { ...aGathered(), page: 1 }],
  ])('takes no report that is %s', (_what, told) => {
    expect(readGathered(told)).toBeUndefined();
  });

  it('keeps hostile text on one line and short', () => {
    const read = readGathered(
      aGathered({ incident: `a\n\u202e${'b'.repeat(500)}`, kind: 'x\u0000y', page: 'z'.repeat(900) }),
    );

    expect(read).toMatchObject({ kind: 'x y', page: null });
    expect(read?.incident).toMatch(/^a b{1,297}…$/);
  });
});
