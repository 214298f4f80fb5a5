import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConfigError } from '../../../../config/errors.ts';
import { parseConfig } from '../../../../config/load.ts';
import { momentOf } from '../../../../model/local-time/local-time.ts';

const people = ['alex', 'kim'].map((name) => ({ name, channels: ['console'] }));
const weeks = { name: 'weeks', people: ['alex', 'kim'], starts: '2026-01-05T09:00', every: '1w' };
const shop = { name: 'shop', timeZone: 'Europe/Berlin', rotations: [weeks] };

function parsed(...schedules: readonly object[]) {
  return parseConfig(JSON.stringify({ people, schedules }), 'test.yaml', {}).schedules;
}

function mistakesIn(...schedules: readonly object[]): readonly string[] {
  try {
    parsed(...schedules);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.mistakes.map(({ path, message }) => `${path.replace(/^schedules\.0\./, '')}: ${message}`);
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-06-01T12:00Z') });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a schedule', () => {
  it('needs a name, a time zone and a rotation', () => {
    const [schedule] = parsed(shop);

    expect(schedule).toEqual({
      name: 'shop',
      timeZone: 'Europe/Berlin',
      rotations: [
        {
          name: 'weeks',
          people: ['alex', 'kim'],
          timeZone: 'Europe/Berlin',
          starts: { day: Date.UTC(2026, 0, 5) / (24 * 60 * 60_000), time: '09:00' },
          untilMs: null,
          turn: { kind: 'days', count: 7, handOver: '09:00' },
          only: [],
        },
      ],
      overrides: [],
    });
    const [rotation] = schedule?.rotations ?? [];
    expect(rotation && momentOf(rotation.starts, rotation.timeZone)).toBe(Date.parse('2026-01-05T08:00Z'));
  });

  it('is read with everything that may be said of it', () => {
    const evenings = {
      ...weeks,
      name: 'evenings',
      timeZone: 'America/New_York',
      until: '2026-12-01T00:00',
      every: '2d',
      handOver: '18:00',
      only: [{ days: ['mon'], from: '18:00', to: '23:00' }],
    };
    const overrides = [
      { person: 'kim', from: '2026-07-01T09:00', to: '2026-07-01T18:00+02:00' },
      { person: 'kim', from: '2001-07-01T09:00:00Z', to: '2001-07-01T10:00:00Z' },
    ];

    const [schedule] = parsed({ ...shop, rotations: [weeks, evenings], overrides, gaps: false });

    expect(schedule?.rotations[1]).toMatchObject({
      timeZone: 'America/New_York',
      untilMs: Date.parse('2026-12-01T05:00Z'),
      turn: { kind: 'days', count: 2, handOver: '18:00' },
      only: [{ kind: 'weekly', days: ['mon'], from: '18:00', to: '23:00', timeZone: 'America/New_York' }],
    });
    expect(schedule?.overrides).toEqual([
      { person: 'kim', fromMs: Date.parse('2026-07-01T07:00Z'), toMs: Date.parse('2026-07-01T16:00Z') },
      { person: 'kim', fromMs: Date.parse('2001-07-01T09:00Z'), toMs: Date.parse('2001-07-01T10:00Z') },
    ]);
  });

  it.each([
    ['12h', { kind: 'hours', count: 12 }],
    ['1d', { kind: 'days', count: 1, handOver: '09:00' }],
    ['2w', { kind: 'days', count: 14, handOver: '09:00' }],
  ])('takes turns of %s', (every, turn) => {
    expect(parsed({ ...shop, rotations: [{ ...weeks, every }] })[0]?.rotations[0]?.turn).toEqual(turn);
  });

  it.each([
    [{ timeZone: 'Europe/Atlantis' }, 'timeZone: there is no such time zone'],
    [{ rotations: [] }, 'rotations: describe at least one rotation'],
    [{ rotations: [weeks, weeks] }, 'rotations.1.name: the rotation weeks is described twice'],
    [{ rotations: undefined }, 'rotations: is missing'],
    [{ gaps: true }, 'gaps: write false or allowed'],
    [{ holes: 'allowed' }, 'holes: there is no such setting'],
  ])('is refused with %j', (change, message) => {
    expect(mistakesIn({ ...shop, ...change })).toEqual([expect.stringContaining(message)]);
  });

  it('is refused where another one has the name', () => {
    expect(mistakesIn(shop, shop)).toEqual(['schedules.1.name: the schedule shop is described twice']);
  });
});

describe('a rotation', () => {
  it.each([
    [{ people: [] }, 'people: name at least one person'],
    [{ people: ['alex', 'sam'] }, 'people.1: there is no person sam: describe them under people'],
    [{ timeZone: 'Mars' }, 'timeZone: there is no such time zone'],
    [{ starts: '2026-01-05' }, 'starts: write a date and a time of day, such as 2026-01-05T09:00'],
    [{ starts: '2026-02-30T09:00' }, 'starts: write a date and a time of day'],
    [{ starts: '2026-01-05T09:00Z' }, 'starts: write a date and a time of day'],
    [{ starts: '2026-03-29T02:30' }, 'starts: the clocks of Europe/Berlin jump over this time: write 2026-03-29T03:30'],
    [
      { timeZone: 'America/New_York', starts: '2026-03-08T02:00' },
      'starts: the clocks of America/New_York jump over this time: write 2026-03-08T03:00',
    ],
    [
      { timeZone: 'Pacific/Apia', starts: '2011-12-30T09:00' },
      'starts: the clocks of Pacific/Apia jump over this time: write 2011-12-31T09:00',
    ],
    [{ until: '2027-03-28T02:30' }, 'until: the clocks of Europe/Berlin jump over this time: write 2027-03-28T03:30'],
    [{ until: '2026-01-05T09:00' }, 'until: must be later than starts'],
    [{ every: '1m' }, 'every: write a number and a unit: 12h, 1d or 2w'],
    [{ every: '0d' }, 'every: write a number and a unit'],
    [{ every: '12h', handOver: '09:00' }, 'handOver: turns of hours end when they are over'],
    [{ handOver: '25:00' }, 'handOver: write a time of day from 00:00 to 23:59'],
    [{ only: [] }, 'only: name at least one window, or leave it out'],
    [{ only: [{ days: [], from: '09:00', to: '17:00' }] }, 'only.0.days: name at least one day'],
  ])('is refused with %j', (change, message) => {
    expect(mistakesIn({ ...shop, rotations: [{ ...weeks, ...change }] })).toEqual([
      expect.stringContaining(`rotations.0.${message}`),
    ]);
  });
});

describe('an override', () => {
  const july = { person: 'kim', from: '2026-07-01T09:00', to: '2026-07-02T09:00' };

  it.each([
    [[{ ...july, person: 'sam' }], ['overrides.0.person: there is no person sam: describe them under people']],
    [[{ ...july, to: '2026-07-01T09:00' }], ['overrides.0.to: must be later than from']],
    [[{ ...july, to: '2026-07-01T07:30+01:00' }], ['overrides.0.to: must be later than from']],
    [[{ ...july, from: 'tomorrow' }], [expect.stringContaining('overrides.0.from: write a date and a time of day')]],
    [
      [{ ...july, from: '2026-03-29T02:30' }],
      ['overrides.0.from: the clocks of Europe/Berlin jump over this time: write 2026-03-29T03:30'],
    ],
    [
      [july, { person: 'alex', from: '2026-07-02T08:59', to: '2026-07-03T09:00' }],
      ['overrides.1: overlaps that of kim until 2026-07-02T09:00: say who of them stands in'],
    ],
    [
      [{ person: 'alex', from: '2026-07-01T12:00', to: '2026-07-01T13:00' }, july],
      ['overrides.0: overlaps that of kim until 2026-07-02T09:00: say who of them stands in'],
    ],
  ])('is refused in %j', (overrides, mistakes) => {
    expect(mistakesIn({ ...shop, overrides })).toEqual(mistakes);
  });

  it('may begin as another one ends', () => {
    const next = { person: 'alex', from: '2026-07-02T09:00', to: '2026-07-03T09:00' };

    expect(parsed({ ...shop, overrides: [july, next] })[0]?.overrides).toHaveLength(2);
  });
});

describe('a gap', () => {
  const fix = 'by the clocks of Europe/Berlin: put a rotation there, or write gaps: allowed';
  const officeHours = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:00' }];

  it.each([
    [
      'that never ends',
      { until: '2026-06-20T09:00' },
      `rotations: nobody is on call from Sat 2026-06-20 09:00 on, ${fix}`,
    ],
    [
      'before the first turn',
      { starts: '2026-06-10T09:00' },
      `rotations: nobody is on call until Wed 2026-06-10 09:00, ${fix}`,
    ],
    [
      'again and again',
      { only: officeHours },
      'rotations: nobody is on call from Mon 2026-06-01 17:00 to Tue 2026-06-02 09:00, ' +
        'from Tue 2026-06-02 17:00 to Wed 2026-06-03 09:00, from Wed 2026-06-03 17:00 to Thu 2026-06-04 09:00, ' +
        `and 17 more within four weeks, ${fix}`,
    ],
    [
      'at any time',
      { starts: '2026-06-06T09:00', until: '2026-06-07T09:00', only: officeHours },
      `rotations: nobody is on call at any time, ${fix}`,
    ],
  ])('%s is a mistake', (_what, change, mistake) => {
    const schedule = { ...shop, rotations: [{ ...weeks, ...change }] };

    expect(mistakesIn(schedule)).toEqual([mistake]);
    expect(parsed({ ...schedule, gaps: 'allowed' })).toHaveLength(1);
  });

  it('is none that was, nor one later than in four weeks', () => {
    const rotations = [{ ...weeks, starts: '2026-06-01T09:00', until: '2026-06-29T14:00' }];

    expect(mistakesIn({ ...shop, rotations })).toEqual([]);
  });

  it('is closed by an override', () => {
    const rotations = [{ ...weeks, until: '2026-06-20T09:00' }];
    const overrides = [{ person: 'kim', from: '2026-06-20T09:00', to: '2026-06-29T14:00' }];

    expect(mistakesIn({ ...shop, rotations, overrides })).toEqual([]);
  });

  it('is looked for only where everything else is right', () => {
    const rotations = [{ ...weeks, until: '2026-06-20T09:00', every: '12h', handOver: '09:00' }];

    expect(mistakesIn({ ...shop, rotations })).toEqual([expect.stringContaining('rotations.0.handOver')]);
  });
});
