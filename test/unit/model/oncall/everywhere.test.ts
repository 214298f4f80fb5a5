import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weekdays } from '../../../../model/local-time/weekly.ts';
import { shiftsBetween, whoIsOnCall } from '../../../../model/oncall/on-call.ts';
import type { Schedule } from '../../../../model/oncall/schedule.ts';
import { anOverride, aRotation, aSchedule, at } from '../../../support/oncall.ts';

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'America/Havana',
  'Pacific/Apia',
];
const day = 24 * 60 * 60_000;

const time = fc
  .integer({ min: 0, max: 47 })
  .map((half) => `${String(half >> 1).padStart(2, '0')}:${half % 2 ? '30' : '00'}`);
const window = fc
  .tuple(fc.subarray([...weekdays], { minLength: 1 }), time, time)
  .map(([days, from, to]) => `${days.join(',')} ${from}-${to}`);
const rotation = fc
  .record({
    people: fc.constantFrom('alex', 'alex kim', 'alex kim sam'),
    timeZone: fc.constantFrom(...zones),
    starts: fc.tuple(fc.constantFrom('2026-01-05', '2026-03-29', '2026-10-25'), time).map((parts) => parts.join('T')),
    every: fc.constantFrom('1h', '12h', '1d', '1d at 02:30', '1w', '2w at 00:00'),
    only: fc.array(window, { maxLength: 2 }),
    until: fc.option(fc.constantFrom('2026-11-01T01:30', '2027-02-01T00:00'), { nil: undefined }),
  })
  .map(aRotation);
const schedule = fc
  .tuple(fc.array(rotation, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([rotations, stoodIn]) =>
    aSchedule(rotations, stoodIn ? [anOverride('robin', '2026-10-24T22:15Z', '2026-10-25T03:00Z')] : []),
  );
const moment = fc.integer({ min: at('2025-12-01T00:00Z'), max: at('2027-04-01T00:00Z') });

/** Whom the clocks on the wall call, where they are not changed just then: another way to the same answer. */
function byTheClocks({ rotations }: Schedule, atMs: number): readonly (string | null)[] {
  return rotations.map(({ people, timeZone, only }) => {
    const shown = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    }).format(atMs);
    const [today = '', clock = ''] = shown.toLowerCase().split(/,? /);
    const yesterday = weekdays[(weekdays.findIndex((name) => name === today) + 6) % 7];
    const isOpen = only.some(({ days, from, to }) => {
      const [begins, began] = [days.some((name) => name === today), days.some((name) => name === yesterday)];
      if (from < to) return begins && from <= clock && clock < to;
      return (begins && from <= clock) || (began && clock < to);
    });
    return isOpen ? (people[0] ?? null) : null;
  });
}

function isQuiet({ rotations }: Schedule, atMs: number): boolean {
  return rotations.every(({ timeZone }) => {
    const offset = (ms: number): string | undefined =>
      new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(ms).at(-1)?.value;
    return offset(atMs - 2 * day) === offset(atMs + 2 * day);
  });
}

describe('a schedule', () => {
  it('says at each moment who is on call, or that nobody is, and until when', () => {
    fc.assert(
      fc.property(schedule, moment, fc.double({ min: 0, max: 1, noNaN: true }), (any, atMs, part) => {
        const shift = whoIsOnCall(any, atMs);

        const [from, to] = [at(shift.from ?? '2025-01-01T00:00Z'), at(shift.to ?? '2028-01-01T00:00Z')];
        expect(from <= atMs && atMs < to).toBe(true);
        expect(shift.person === null).toBe(shift.because === 'gap');
        const inside = Math.min(to - 1, Math.floor(from + part * (to - from)));
        expect([from, inside, to - 1].map((ms) => whoIsOnCall(any, ms))).toEqual([shift, shift, shift]);
      }),
    );
  });

  it('has shifts that follow upon each other without a hole and without an overlap', () => {
    fc.assert(
      fc.property(schedule, moment, (any, fromMs) => {
        const shifts = shiftsBetween(any, fromMs, fromMs + 3 * day);

        expect(shifts.length).toBeGreaterThan(0);
        expect(shifts.slice(1).map(({ from }) => from)).toEqual(shifts.slice(0, -1).map(({ to }) => to));
        expect(at(shifts.at(-1)?.to ?? '2028-01-01T00:00Z')).toBeGreaterThanOrEqual(fromMs + 3 * day);
      }),
    );
  });

  it('calls whom the clocks on the wall call', () => {
    const windowed = rotation
      .filter(({ only }) => only.length > 0)
      .map((any) => ({ ...any, people: any.people.slice(0, 1) }));
    const all = fc.array(windowed, { minLength: 1, maxLength: 2 }).map((rotations) => aSchedule(rotations));

    fc.assert(
      fc.property(all, fc.integer({ min: at('2026-11-10T00:00Z'), max: at('2027-01-25T00:00Z') }), (any, atMs) => {
        fc.pre(isQuiet(any, atMs));
        const goingOn = { ...any, rotations: any.rotations.map((each) => ({ ...each, untilMs: null })) };

        const [called = null] = byTheClocks(goingOn, atMs).filter((person) => person !== null);

        expect(whoIsOnCall(goingOn, atMs).person).toBe(called);
      }),
    );
  });
});
