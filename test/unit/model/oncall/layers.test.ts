import { describe, expect, it } from 'vitest';
import { shiftsBetween, whoIsOnCall } from '../../../../model/oncall/on-call.ts';
import { anOverride, aRotation, aSchedule, at, inShort } from '../../../support/oncall.ts';

const weeks = aRotation({ timeZone: 'UTC' });
const hours = aRotation({
  name: 'hours',
  people: 'sam',
  timeZone: 'UTC',
  only: ['mon,tue,wed,thu,fri 09:00-17:00'],
});

describe('a later rotation', () => {
  it('lies above those before it in its hours, and shows them in the others', () => {
    const shifts = shiftsBetween(aSchedule([weeks, hours]), at('2026-01-09T00:00Z'), at('2026-01-12T12:00Z'));

    expect(shifts.map((shift) => `${inShort(shift)} ${shift.because}`)).toEqual([
      'alex 2026-01-08T17:00Z 2026-01-09T09:00Z weeks',
      'sam 2026-01-09T09:00Z 2026-01-09T17:00Z hours',
      'alex 2026-01-09T17:00Z 2026-01-12T09:00Z weeks',
      'sam 2026-01-12T09:00Z 2026-01-12T17:00Z hours',
    ]);
  });

  it('hides what lies below it', () => {
    const everyone = aRotation({ name: 'everyone', people: 'robin', timeZone: 'UTC' });

    expect(whoIsOnCall(aSchedule([weeks, hours, everyone]), at('2026-01-09T10:00Z')).person).toBe('robin');
  });

  it('says nobody before it starts and after it has ended', () => {
    const guest = aRotation({ people: 'sam', timeZone: 'UTC', starts: '2026-01-07T09:00', until: '2026-01-08T12:00' });

    const shifts = shiftsBetween(aSchedule([weeks, guest]), at('2026-01-07T00:00Z'), at('2026-01-09T00:00Z'));

    expect(shifts.map(inShort)).toEqual([
      'alex 2026-01-05T09:00Z 2026-01-07T09:00Z',
      'sam 2026-01-07T09:00Z 2026-01-08T12:00Z',
      'alex 2026-01-08T12:00Z 2026-01-12T09:00Z',
    ]);
  });

  it('may have windows that follow upon each other: they are one shift', () => {
    const days = aRotation({ timeZone: 'UTC', only: ['mon,tue 00:00-00:00', 'wed 00:00-12:00'] });

    expect(inShort(whoIsOnCall(aSchedule([days]), at('2026-01-06T15:00Z')))).toBe(
      'alex 2026-01-05T09:00Z 2026-01-07T12:00Z',
    );
  });

  it('may have windows over every day of the week: then turns alone end shifts', () => {
    const days = aRotation({ timeZone: 'UTC', only: ['sun,mon,tue,wed,thu,fri,sat 08:00-08:00'], every: '4w' });

    expect(inShort(whoIsOnCall(aSchedule([days]), at('2026-02-10T00:00Z')))).toBe(
      'kim 2026-02-02T09:00Z 2026-03-02T09:00Z',
    );
  });

  it('may have a hole in each week that a jump of the clocks closes once', () => {
    const all = aRotation({
      starts: '2026-03-16T00:00',
      every: '4w',
      only: ['mon,tue,wed,thu,fri,sat 00:00-00:00', 'sun 00:00-02:00', 'sun 03:00-00:00'],
    });

    const shifts = ['2026-03-23T00:00Z', '2026-04-04T00:00Z'].map((moment) =>
      whoIsOnCall(aSchedule([all]), at(moment)),
    );

    expect(shifts.map(inShort)).toEqual(Array.from({ length: 2 }, () => 'alex 2026-03-22T02:00Z 2026-04-05T00:00Z'));
  });

  it('may follow the sun', () => {
    const berlin = aRotation({ name: 'berlin', people: 'alex', only: ['mon,tue,wed,thu,fri 08:00-17:00'] });
    const york = aRotation({
      name: 'york',
      people: 'kim',
      timeZone: 'America/New_York',
      only: ['mon,tue,wed,thu,fri 11:00-02:00'],
    });

    const shifts = shiftsBetween(aSchedule([york, berlin]), at('2026-03-10T08:00Z'), at('2026-03-11T08:00Z'));

    // New York has summer time already, so that its night ends an hour before the morning of Berlin.
    expect(shifts.map(inShort)).toEqual([
      'alex 2026-03-10T07:00Z 2026-03-10T16:00Z',
      'kim 2026-03-10T16:00Z 2026-03-11T06:00Z',
      '- 2026-03-11T06:00Z 2026-03-11T07:00Z',
      'alex 2026-03-11T07:00Z 2026-03-11T16:00Z',
    ]);
  });
});

describe('an override', () => {
  it('lies above every rotation, from its first moment until right before its last', () => {
    const schedule = aSchedule([weeks, hours], [anOverride('robin', '2026-01-09T08:00Z', '2026-01-09T10:00Z')]);

    const shifts = shiftsBetween(schedule, at('2026-01-09T07:00Z'), at('2026-01-09T12:00Z'));

    expect(shifts.map((shift) => `${inShort(shift)} ${shift.because}`)).toEqual([
      'alex 2026-01-08T17:00Z 2026-01-09T08:00Z weeks',
      'robin 2026-01-09T08:00Z 2026-01-09T10:00Z override',
      'sam 2026-01-09T10:00Z 2026-01-09T17:00Z hours',
    ]);
  });

  it('may follow upon another, in whatever order they are written', () => {
    const overrides = [
      anOverride('robin', '2026-01-09T06:00Z', '2026-01-09T08:00Z'),
      anOverride('kim', '2026-01-09T02:00Z', '2026-01-09T06:00Z'),
    ];

    const shifts = shiftsBetween(aSchedule([weeks], overrides), at('2026-01-09T00:00Z'), at('2026-01-09T12:00Z'));

    expect(shifts.map(inShort)).toEqual([
      'alex 2026-01-05T09:00Z 2026-01-09T02:00Z',
      'kim 2026-01-09T02:00Z 2026-01-09T06:00Z',
      'robin 2026-01-09T06:00Z 2026-01-09T08:00Z',
      'alex 2026-01-09T08:00Z 2026-01-12T09:00Z',
    ]);
  });
});

describe('a gap', () => {
  it.each([
    ['before the first turn', aRotation({ timeZone: 'UTC' }), '2026-01-01T00:00Z', '- - 2026-01-05T09:00Z'],
    [
      'before the first window',
      aRotation({ timeZone: 'UTC', only: ['wed 08:00-10:00'] }),
      '2026-01-01T00:00Z',
      '- - 2026-01-07T08:00Z',
    ],
    [
      'before the first turn, though a window is open',
      aRotation({ timeZone: 'UTC', only: ['mon 08:00-10:00'] }),
      '2026-01-05T08:30Z',
      '- - 2026-01-05T09:00Z',
    ],
    [
      'between windows',
      aRotation({ timeZone: 'UTC', only: ['wed 08:00-10:00', 'fri 08:00-10:00'] }),
      '2026-01-17T00:00Z',
      '- 2026-01-16T10:00Z 2026-01-21T08:00Z',
    ],
    [
      'after the last turn',
      aRotation({ timeZone: 'UTC', until: '2026-02-01T00:00' }),
      '2026-03-01T00:00Z',
      '- 2026-02-01T00:00Z -',
    ],
    [
      'after the last window',
      aRotation({ timeZone: 'UTC', until: '2026-02-01T00:00', only: ['wed 08:00-10:00'] }),
      '2026-01-28T10:00Z',
      '- 2026-01-28T10:00Z -',
    ],
    [
      'after a window that the end cuts off',
      aRotation({ timeZone: 'UTC', until: '2026-01-28T09:00', only: ['wed 08:00-10:00'] }),
      '2026-01-28T09:30Z',
      '- 2026-01-28T09:00Z -',
    ],
    [
      'for ever, where it ends before its first window',
      aRotation({ timeZone: 'UTC', until: '2026-01-06T09:00', only: ['wed 08:00-10:00'] }),
      '2026-01-05T12:00Z',
      '- - -',
    ],
  ])('%s has its true ends', (_when, rotation, moment, expected) => {
    const shift = whoIsOnCall(aSchedule([rotation]), at(moment));

    expect(inShort(shift)).toBe(expected);
    expect(shift.because).toBe('gap');
  });

  it('is as long as nobody says anything, whoever it is', () => {
    const schedule = aSchedule([
      aRotation({ name: 'a', timeZone: 'UTC', only: ['mon 08:00-10:00'] }),
      aRotation({ name: 'b', timeZone: 'UTC', only: ['mon 12:00-14:00'] }),
    ]);

    expect(inShort(whoIsOnCall(schedule, at('2026-01-12T11:00Z')))).toBe('- 2026-01-12T10:00Z 2026-01-12T12:00Z');
  });
});
