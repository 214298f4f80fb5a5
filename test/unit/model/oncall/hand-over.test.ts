import { describe, expect, it } from 'vitest';
import { shiftsBetween } from '../../../../model/oncall/on-call.ts';
import { aRotation, aSchedule, at, inShort } from '../../../support/oncall.ts';

/** The shifts of a rotation that touch a time. */
function shifts(rotation: Parameters<typeof aRotation>[0], from: string, to: string): readonly string[] {
  return shiftsBetween(aSchedule([aRotation(rotation)]), at(from), at(to)).map(inShort);
}

describe('a hand-over', () => {
  it.each([
    {
      what: 'keeps its time in Berlin in spring, so that the day is short',
      rotation: { every: '1d', starts: '2026-03-01T09:00' },
      from: '2026-03-28T12:00Z',
      to: '2026-03-29T12:00Z',
      expected: ['kim 2026-03-28T08:00Z 2026-03-29T07:00Z', 'alex 2026-03-29T07:00Z 2026-03-30T07:00Z'],
    },
    {
      what: 'keeps its time in Berlin in autumn, so that the day is long',
      rotation: { every: '1d', starts: '2026-10-01T09:00' },
      from: '2026-10-24T12:00Z',
      to: '2026-10-25T12:00Z',
      expected: ['kim 2026-10-24T07:00Z 2026-10-25T08:00Z', 'alex 2026-10-25T08:00Z 2026-10-26T08:00Z'],
    },
    {
      what: 'of weeks keeps its time in New York in spring',
      rotation: { timeZone: 'America/New_York', starts: '2026-03-02T09:00' },
      from: '2026-03-03T00:00Z',
      to: '2026-03-10T00:00Z',
      expected: ['alex 2026-03-02T14:00Z 2026-03-09T13:00Z', 'kim 2026-03-09T13:00Z 2026-03-16T13:00Z'],
    },
    {
      what: 'of weeks keeps its time in New York in autumn',
      rotation: { timeZone: 'America/New_York', starts: '2026-10-26T09:00' },
      from: '2026-10-27T00:00Z',
      to: '2026-11-03T00:00Z',
      expected: ['alex 2026-10-26T13:00Z 2026-11-02T14:00Z', 'kim 2026-11-02T14:00Z 2026-11-09T14:00Z'],
    },
    {
      what: 'follows the half hour of Lord Howe',
      rotation: { timeZone: 'Australia/Lord_Howe', every: '1d', starts: '2026-10-01T09:00' },
      from: '2026-10-03T00:00Z',
      to: '2026-10-04T00:00Z',
      expected: ['alex 2026-10-02T22:30Z 2026-10-03T22:00Z', 'kim 2026-10-03T22:00Z 2026-10-04T22:00Z'],
    },
    {
      what: 'knows half hours where clocks are never changed',
      rotation: { timeZone: 'Asia/Kolkata', every: '1d', starts: '2026-03-01T09:00' },
      from: '2026-03-29T04:00Z',
      to: '2026-03-29T05:00Z',
      expected: ['alex 2026-03-29T03:30Z 2026-03-30T03:30Z'],
    },
    {
      what: 'in the hour that Berlin skips comes an hour later by the clocks',
      rotation: { every: '1d', starts: '2026-03-27T02:30' },
      from: '2026-03-28T12:00Z',
      to: '2026-03-29T12:00Z',
      expected: ['kim 2026-03-28T01:30Z 2026-03-29T01:30Z', 'alex 2026-03-29T01:30Z 2026-03-30T00:30Z'],
    },
    {
      what: 'in the hour that comes twice in Berlin comes with the first',
      rotation: { every: '1d', starts: '2026-10-23T02:30' },
      from: '2026-10-24T12:00Z',
      to: '2026-10-25T12:00Z',
      expected: ['kim 2026-10-24T00:30Z 2026-10-25T00:30Z', 'alex 2026-10-25T00:30Z 2026-10-26T01:30Z'],
    },
    {
      what: 'at a midnight that São Paulo skipped came at one',
      rotation: { timeZone: 'America/Sao_Paulo', every: '1d', starts: '2018-11-02T00:00' },
      from: '2018-11-03T12:00Z',
      to: '2018-11-04T12:00Z',
      expected: ['kim 2018-11-03T03:00Z 2018-11-04T03:00Z', 'alex 2018-11-04T03:00Z 2018-11-05T02:00Z'],
    },
    {
      what: "at midnight is over where St. John's put its clocks back over it a minute later",
      rotation: { timeZone: 'America/St_Johns', every: '1d', starts: '2010-11-05T00:00' },
      from: '2010-11-07T02:00Z',
      to: '2010-11-07T03:00Z',
      expected: ['kim 2010-11-06T02:30Z 2010-11-07T02:30Z', 'alex 2010-11-07T02:30Z 2010-11-08T03:30Z'],
    },
    {
      what: 'leaves out who would have had the day that Samoa skipped',
      rotation: { timeZone: 'Pacific/Apia', every: '1d', starts: '2011-12-28T09:00', people: 'alex kim sam robin' },
      from: '2011-12-29T00:00Z',
      to: '2011-12-31T20:00Z',
      expected: [
        'alex 2011-12-28T19:00Z 2011-12-29T19:00Z',
        'kim 2011-12-29T19:00Z 2011-12-30T19:00Z',
        'robin 2011-12-30T19:00Z 2011-12-31T19:00Z',
        'alex 2011-12-31T19:00Z 2012-01-01T19:00Z',
      ],
    },
    {
      what: 'of weeks goes on over the end of a year of 53 weeks',
      rotation: { people: 'alex kim sam', starts: '2026-12-21T09:00' },
      from: '2026-12-25T00:00Z',
      to: '2027-01-12T00:00Z',
      expected: [
        'alex 2026-12-21T08:00Z 2026-12-28T08:00Z',
        'kim 2026-12-28T08:00Z 2027-01-04T08:00Z',
        'sam 2027-01-04T08:00Z 2027-01-11T08:00Z',
        'alex 2027-01-11T08:00Z 2027-01-18T08:00Z',
      ],
    },
    {
      what: 'of two weeks lets people have two',
      rotation: { every: '2w' },
      from: '2026-01-20T00:00Z',
      to: '2026-02-01T00:00Z',
      expected: ['kim 2026-01-19T08:00Z 2026-02-02T08:00Z'],
    },
    {
      what: 'may be at another time than the beginning',
      rotation: { every: '1w at 18:00' },
      from: '2026-01-06T00:00Z',
      to: '2026-01-13T00:00Z',
      expected: ['alex 2026-01-05T08:00Z 2026-01-12T17:00Z', 'kim 2026-01-12T17:00Z 2026-01-19T17:00Z'],
    },
    {
      what: 'after hours comes at another time by the clocks, once they are changed',
      rotation: { every: '12h', starts: '2026-03-28T09:00' },
      from: '2026-03-28T12:00Z',
      to: '2026-03-29T12:00Z',
      expected: [
        'alex 2026-03-28T08:00Z 2026-03-28T20:00Z',
        'kim 2026-03-28T20:00Z 2026-03-29T08:00Z',
        'alex 2026-03-29T08:00Z 2026-03-29T20:00Z',
      ],
    },
    {
      what: 'after 24 hours is not the one after a day',
      rotation: { every: '24h', starts: '2026-10-24T09:00' },
      from: '2026-10-24T12:00Z',
      to: '2026-10-25T12:00Z',
      expected: ['alex 2026-10-24T07:00Z 2026-10-25T07:00Z', 'kim 2026-10-25T07:00Z 2026-10-26T07:00Z'],
    },
  ])('$what', ({ rotation, from, to, expected }) => {
    expect(shifts(rotation, from, to)).toEqual(expected);
  });
});
