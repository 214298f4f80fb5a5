import type { RunbookName } from '../names.ts';
import { matchesTarget } from '../remediation/policy.ts';
import type { Target } from '../target.ts';

/** Sunday first, as JavaScript counts them. */
export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
type Weekday = (typeof weekdays)[number];

/** A time in which Nightshift does not act; what the window leaves out it means all of. */
export interface MaintenanceWindow {
  readonly name: string;
  /** A canonical target or the beginning of one, in which `*` stands for any one part. */
  readonly target: string | null;
  readonly runbook: RunbookName | null;
  readonly when: Weekly | Absolute;
}

/**
 * Every week, by the clocks of a place. The beginning belongs to the window, the end does not. An end that
 * is not later than the beginning lies on the next day, so from 00:00 to 00:00 is a whole day.
 */
export interface Weekly {
  readonly kind: 'weekly';
  /** The days on which it begins. */
  readonly days: readonly Weekday[];
  /** `HH:MM` from 00:00 to 23:59. */
  readonly from: string;
  readonly to: string;
  /** A name of the IANA time zone database. */
  readonly timeZone: string;
}

/** Once. The beginning belongs to the window, the end does not. Both ISO 8601 with an offset. */
interface Absolute {
  readonly kind: 'absolute';
  readonly from: string;
  readonly to: string;
}

/** A window that is open, and when it closes, in milliseconds since the epoch. */
interface OpenWindow {
  readonly window: MaintenanceWindow;
  readonly endsAtMs: number;
}

interface Period {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The window that holds for a repair at this moment; of several the one that closes last. Weekly windows
 * are reckoned with the time zone data of the machine, so this is for activities: in a workflow another
 * version of that data could tell a replay something else.
 *
 * @throws RangeError for a time zone that does not exist.
 */
export function windowAt(
  windows: readonly MaintenanceWindow[],
  { target, runbook }: { readonly target: Target; readonly runbook: RunbookName },
  nowMs: number,
): OpenWindow | undefined {
  return windows
    .filter((window) => window.target === null || matchesTarget(window.target, target))
    .filter((window) => window.runbook === null || window.runbook === runbook)
    .flatMap((window) =>
      periodsAround(window.when, nowMs)
        .filter(({ fromMs, toMs }) => fromMs <= nowMs && nowMs < toMs)
        .map(({ toMs }) => ({ window, endsAtMs: toMs })),
    )
    .reduce<OpenWindow | undefined>((last, open) => (last && last.endsAtMs >= open.endsAtMs ? last : open), undefined);
}

/**
 * When a weekly window is open next: now where it is, null where it never is. For activities too.
 *
 * @throws RangeError for a time zone that does not exist.
 */
export function nextOpeningOf(window: Weekly, nowMs: number): number | null {
  const coming = Array.from({ length: weekdays.length + 1 }, (_, ahead) => periodsAround(window, nowMs + ahead * day));
  const left = coming.flat().filter(({ toMs }) => nowMs < toMs);
  return left.length === 0 ? null : Math.max(nowMs, Math.min(...left.map(({ fromMs }) => fromMs)));
}

function periodsAround(when: MaintenanceWindow['when'], nowMs: number): readonly Period[] {
  if (when.kind === 'absolute') return [{ fromMs: Date.parse(when.from), toMs: Date.parse(when.to) }];
  const wallClock = wallClockOf(when.timeZone);
  const today = Math.floor(wallClock(nowMs) / day) * day;
  // A window lasts a day at most: one that is open began today or yesterday.
  return [today - day, today]
    .filter((midnight) => when.days.some((name) => name === weekdays[new Date(midnight).getUTCDay()]))
    .map((midnight) => occurrence(when, midnight, wallClock));
}

const minute = 60 * 1_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What the clocks of a place show at a moment, to the second: both in milliseconds, the clocks' as if they showed UTC. */
type WallClock = (instantMs: number) => number;

/**
 * When the window that begins on a day opens and closes. Where clocks are changed it follows RFC 5545: a
 * time that is skipped is as long after the jump as it would have been after the last hour before it. A
 * window whose beginning is skipped is moved as a whole, and what happens twice belongs to it both times.
 */
function occurrence({ from, to }: Weekly, midnight: number, wallClock: WallClock): Period {
  const length = timeOfDay(to) - timeOfDay(from);
  const lengthMs = length > 0 ? length : length + day;
  const opens = instantsOf(midnight + timeOfDay(from), wallClock);
  const closes = instantsOf(midnight + timeOfDay(from) + lengthMs, wallClock);
  return { fromMs: opens.first, toMs: opens.isSkipped ? opens.first + lengthMs : closes.last };
}

/** The moments at which the clocks show a time: one, two where they are put back, none where they jump over it. */
function instantsOf(shownMs: number, wallClock: WallClock): { first: number; last: number; isSkipped: boolean } {
  // No place changes its clocks twice within two days.
  const candidates = [shownMs - day, shownMs + day].map((near) => shownMs - (wallClock(near) - near));
  const instants = candidates.filter((instant) => wallClock(instant) === shownMs);
  const found = instants.length > 0 ? instants : candidates.slice(0, 1);
  return { first: Math.min(...found), last: Math.max(...found), isSkipped: instants.length === 0 };
}

function timeOfDay(text: string): number {
  const [hours, minutes] = text.split(':').map(Number);
  return (hours ?? 0) * hour + (minutes ?? 0) * minute;
}

function wallClockOf(timeZone: string): WallClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (instantMs) => {
    const parts = Object.fromEntries(format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day: date = 1, hour: hours = 0, minute: minutes = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, date, hours, minutes, second);
  };
}
