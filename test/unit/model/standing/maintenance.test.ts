import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MaintenanceWindow } from '../../../../model/standing/maintenance.ts';
import { weekdays, windowAt } from '../../../../model/standing/maintenance.ts';
import type { RunbookName } from '../../../../model/names.ts';
import { aMaintenanceWindow } from '../../../support/builders.ts';

type Weekly = Extract<MaintenanceWindow['when'], { kind: 'weekly' }>;

const repair = { target: 'host/web-1/service/shop', runbook: 'service-down' } as const;

function at(time: string): number {
  return Date.parse(time);
}

/** `sat,sun 22:00-06:00 Europe/Berlin` */
function aWeekly(text: string): Weekly {
  const [days = '', times = '', timeZone = ''] = text.split(' ');
  const [from = '', to = ''] = times.split('-');
  return { kind: 'weekly', days: days.split(',') as Weekly['days'][number][], from, to, timeZone };
}

function anAbsolute(from: string, to: string): MaintenanceWindow['when'] {
  return { kind: 'absolute', from, to };
}

/** Until when it is open at each of these moments; undefined where it is not. */
function openUntil(when: MaintenanceWindow['when'], ...moments: readonly number[]): readonly (string | undefined)[] {
  return moments.map((moment) => {
    const open = windowAt([aMaintenanceWindow({ when })], repair, moment);
    return open && new Date(open.endsAtMs).toISOString();
  });
}

/** What is known right before a window opens, as it opens, right before it closes, and as it closes. */
function around(when: MaintenanceWindow['when'], opens: string, closes: string): readonly (string | undefined)[] {
  return openUntil(when, at(opens) - 1, at(opens), at(closes) - 1, at(closes));
}

/** What must be known at these moments of a window that closes then. */
function openFromTo(closes: string): readonly (string | undefined)[] {
  const until = new Date(at(closes)).toISOString();
  return [undefined, until, until, undefined];
}

/** A window that was opened at the beginning of the day. */
function openTill(name: string, to: string): MaintenanceWindow {
  return aMaintenanceWindow({ name, when: anAbsolute('2026-07-01T00:00Z', to) });
}

describe('a weekly window', () => {
  it.each([
    ['within a day', 'wed 09:00-17:30 UTC', '2026-07-01T09:00Z', '2026-07-01T17:30Z'],
    ['over midnight', 'wed 22:00-06:00 UTC', '2026-07-01T22:00Z', '2026-07-02T06:00Z'],
    ['until midnight', 'wed 22:00-00:00 UTC', '2026-07-01T22:00Z', '2026-07-02T00:00Z'],
    ['of a whole day', 'wed 00:00-00:00 UTC', '2026-07-01T00:00Z', '2026-07-02T00:00Z'],
    ['of a day from noon', 'wed 12:00-12:00 UTC', '2026-07-01T12:00Z', '2026-07-02T12:00Z'],
    ['from Sunday to Monday', 'sun 23:00-01:00 UTC', '2026-07-05T23:00Z', '2026-07-06T01:00Z'],
    ['over the end of a year', 'thu 23:00-01:00 UTC', '2026-12-31T23:00Z', '2027-01-01T01:00Z'],
    ['in the summer of Berlin', 'wed 00:30-02:00 Europe/Berlin', '2026-06-30T22:30Z', '2026-07-01T00:00Z'],
    ['in the winter of Berlin', 'wed 00:30-02:00 Europe/Berlin', '2027-01-05T23:30Z', '2027-01-06T01:00Z'],
    ['in the summer of New York', 'wed 22:00-23:30 America/New_York', '2026-07-02T02:00Z', '2026-07-02T03:30Z'],
    ['half an hour off', 'wed 00:00-01:00 Asia/Kolkata', '2026-06-30T18:30Z', '2026-06-30T19:30Z'],
    ['at the end of the world', 'wed 00:00-01:00 Pacific/Kiritimati', '2026-06-30T10:00Z', '2026-06-30T11:00Z'],
    ['at its other end', 'wed 23:00-00:00 Pacific/Pago_Pago', '2026-07-02T10:00Z', '2026-07-02T11:00Z'],
  ])('%s', (_what, text, opens, closes) => {
    expect(around(aWeekly(text), opens, closes)).toEqual(openFromTo(closes));
  });

  it.each([
    // Berlin puts its clocks forward at 02:00 and back at 03:00.
    ['over the jump', 'sat 22:00-06:00 Europe/Berlin', '2026-03-28T22:00+01:00', '2026-03-29T06:00+02:00'],
    ['in the skipped hour', 'sun 02:15-02:45 Europe/Berlin', '2026-03-29T03:15+02:00', '2026-03-29T03:45+02:00'],
    ['of the skipped hour', 'sun 02:00-03:00 Europe/Berlin', '2027-03-28T03:00+02:00', '2027-03-28T04:00+02:00'],
    ['out of the skipped hour', 'sun 02:30-05:00 Europe/Berlin', '2027-03-28T03:30+02:00', '2027-03-28T06:00+02:00'],
    ['into the skipped hour', 'sun 01:30-02:30 Europe/Berlin', '2027-03-28T01:30+01:00', '2027-03-28T03:30+02:00'],
    ['of the shortest day', 'sun 00:00-00:00 Europe/Berlin', '2026-03-29T00:00+01:00', '2026-03-30T00:00+02:00'],
    [
      'over the hour that comes twice',
      'sat 22:00-06:00 Europe/Berlin',
      '2026-10-24T22:00+02:00',
      '2026-10-25T06:00+01:00',
    ],
    [
      'within the hour that comes twice',
      'sun 02:15-02:45 Europe/Berlin',
      '2026-10-25T02:15+02:00',
      '2026-10-25T02:45+01:00',
    ],
    [
      'out of the hour that comes twice',
      'sun 02:30-05:00 Europe/Berlin',
      '2027-10-31T02:30+02:00',
      '2027-10-31T05:00+01:00',
    ],
    [
      'into the hour that comes twice',
      'sun 01:30-02:30 Europe/Berlin',
      '2027-10-31T01:30+02:00',
      '2027-10-31T02:30+01:00',
    ],
    // New York at 02:00 both times.
    ['over the jump', 'sat 23:00-03:00 America/New_York', '2026-03-07T23:00-05:00', '2026-03-08T03:00-04:00'],
    ['in the skipped hour', 'sun 02:15-02:45 America/New_York', '2027-03-14T03:15-04:00', '2027-03-14T03:45-04:00'],
    [
      'of the hour that comes twice',
      'sun 01:00-02:00 America/New_York',
      '2026-11-01T01:00-04:00',
      '2026-11-01T02:00-05:00',
    ],
    ['of the longest day', 'sun 00:00-00:00 America/New_York', '2027-11-07T00:00-04:00', '2027-11-08T00:00-05:00'],
    // Half an hour only, and a change at midnight.
    ['of a small jump', 'sun 02:00-02:30 Australia/Lord_Howe', '2026-10-04T02:30+11:00', '2026-10-04T03:00+11:00'],
    ['at a skipped midnight', 'sun 00:00-01:00 America/Havana', '2026-03-08T01:00-04:00', '2026-03-08T02:00-04:00'],
  ])('%s: %s', (_what, text, opens, closes) => {
    expect(around(aWeekly(text), opens, closes)).toEqual(openFromTo(closes));
  });

  it('is not open on other days, nor the morning after them', () => {
    const when = aWeekly('sun 23:00-01:00 UTC');

    const moments = ['2026-07-04T23:30Z', '2026-07-05T00:30Z', '2026-07-06T23:30Z', '2026-07-07T00:30Z'].map(at);

    expect(openUntil(when, ...moments)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('is open on each of its days', () => {
    const when = aWeekly('mon,wed 09:00-10:00 UTC');

    expect(openUntil(when, at('2026-06-29T09:00Z'), at('2026-06-30T09:00Z'), at('2026-07-01T09:00Z'))).toEqual([
      '2026-06-29T10:00:00.000Z',
      undefined,
      '2026-07-01T10:00:00.000Z',
    ]);
  });

  it('stays open until the end that it names, wherever and whenever', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Havana', 'Asia/Kolkata'];
    const time = fc
      .integer({ min: 0, max: 47 })
      .map((half) => `${String(half >> 1).padStart(2, '0')}:${half % 2 ? '30' : '00'}`);
    const when = fc.record({
      kind: fc.constant('weekly' as const),
      days: fc.constant([...weekdays]),
      from: time,
      to: time,
      timeZone: fc.constantFrom(...zones),
    });
    const moment = fc.integer({ min: at('2026-01-01T00:00Z'), max: at('2028-01-01T00:00Z') });

    fc.assert(
      fc.property(when, moment, (weekly, now) => {
        const [until] = openUntil(weekly, now);
        if (until === undefined) return;
        const end = at(until);
        expect(end).toBeGreaterThan(now);
        // Where clocks are put back the next day's window may begin before this one ends.
        const later = openUntil(weekly, Math.floor((now + end) / 2), end - 1);
        expect(later.filter((other) => other === undefined || other < until)).toEqual([]);
      }),
    );
  });

  it('cannot be reckoned in a time zone that does not exist', () => {
    expect(() => openUntil(aWeekly('wed 09:00-17:30 Europe/Atlantis'), 0)).toThrow(RangeError);
  });
});

describe('an absolute window', () => {
  it('is open from its beginning until right before its end', () => {
    const [from, to] = ['2026-12-24T18:00:00+01:00', '2026-12-27T06:00:00+01:00'];

    expect(around(anAbsolute(from, to), from, to)).toEqual(openFromTo(to));
  });
});

describe('windowAt', () => {
  const now = at('2026-07-01T12:00Z');

  it.each([
    ['one for everything', {}, true],
    ['one for the target', { target: 'host/web-1/service/shop' }, true],
    ['one for what it is part of', { target: 'host/*' }, true],
    ['one for another target', { target: 'host/web-2' }, false],
    ['one for the runbook', { runbook: 'service-down' }, true],
    ['one for another runbook', { runbook: 'another' as RunbookName }, false],
    ['one for another runbook on the target', { target: 'host/web-1', runbook: 'another' as RunbookName }, false],
  ] as const)('takes %s or leaves it', (_what, scope, isOpen) => {
    const window = aMaintenanceWindow({ ...scope, when: anAbsolute('2026-07-01T00:00Z', '2026-07-02T00:00Z') });

    expect(windowAt([window], repair, now)?.window).toEqual(isOpen ? window : undefined);
  });

  it('takes of several open windows the one that closes last', () => {
    const windows = [
      openTill('first', '2026-07-01T13:00Z'),
      openTill('last', '2026-07-01T15:00Z'),
      openTill('second', '2026-07-01T14:00Z'),
      aMaintenanceWindow({ name: 'not yet', when: anAbsolute('2026-07-01T12:30Z', '2026-07-09T00:00Z') }),
    ];

    expect(windowAt(windows, repair, now)).toEqual({ window: windows[1], endsAtMs: at('2026-07-01T15:00Z') });
  });

  it('finds none among none', () => {
    expect(windowAt([], repair, now)).toBeUndefined();
  });
});
