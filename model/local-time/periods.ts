import type { Day } from './local-time.ts';
import { isSkipped, localTimeAt, momentOf, weekdayOf } from './local-time.ts';
import type { Weekly } from './weekly.ts';

/** From the first moment until right before the last, in milliseconds since the epoch. */
export interface Period {
  readonly fromMs: number;
  readonly toMs: number;
}

/** After so many days a weekly window has come again, also where clocks jumped over a whole day of it. */
const daysToLook = 16;

/** The times of a weekly window around a moment that are open then. Where clocks are put back there may be two. */
export function periodsOpenAt(window: Weekly, atMs: number): readonly Period[] {
  const today = localTimeAt(atMs, window.timeZone).day;
  // A window lasts a day at most: one that is open began today or yesterday.
  return [today - 1, today]
    .flatMap((day) => periodOn(window, day) ?? [])
    .filter(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
}

/** When a weekly window is open next: at that moment where it is, never (Infinity) where it has no days. */
export function openingAfter(window: Weekly, atMs: number): number {
  const today = localTimeAt(atMs, window.timeZone).day;
  for (let day = today - 1; day < today + daysToLook; day++) {
    const period = periodOn(window, day);
    if (period && atMs < period.toMs) return Math.max(atMs, period.fromMs);
  }
  return Infinity;
}

/** When a weekly window that began before a moment closed, or closes, last; -Infinity where it has no days. */
export function closingBefore(window: Weekly, atMs: number): number {
  const today = localTimeAt(atMs, window.timeZone).day;
  for (let day = today; day > today - daysToLook; day--) {
    const period = periodOn(window, day);
    if (period && period.fromMs < atMs) return period.toMs;
  }
  return -Infinity;
}

/**
 * The time around a moment in which one of several weekly windows is always open: they may follow upon each other. Undefined
 * where none is; infinite where that never changes.
 */
export function openTimeAt(windows: readonly Weekly[], atMs: number): Period | undefined {
  const open = windows.flatMap((window) => periodsOpenAt(window, atMs));
  if (open.length === 0) return undefined;
  let [fromMs, toMs] = ends(open);
  for (let more = open; more.length > 0 && toMs - atMs < always;) {
    more = windows.flatMap((window) => periodsOpenAt(window, toMs));
    toMs = ends([...more, { fromMs, toMs }])[1];
  }
  for (let more = open; more.length > 0 && atMs - fromMs < always;) {
    more = windows.flatMap((window) => periodsOpenAt(window, fromMs - 1));
    fromMs = ends([...more, { fromMs, toMs }])[0];
  }
  return { fromMs: atMs - fromMs < always ? fromMs : -Infinity, toMs: toMs - atMs < always ? toMs : Infinity };
}

/** What is open for longer than two weeks has no hole: where clocks jump they may close that of one week, not of two. */
const always = 16 * 24 * 60 * 60_000;

function ends(periods: readonly Period[]): [number, number] {
  return [Math.min(...periods.map(({ fromMs }) => fromMs)), Math.max(...periods.map(({ toMs }) => toMs))];
}

/**
 * When the window that begins on a day opens and closes. A window whose beginning is skipped is moved as a whole, and what
 * happens twice belongs to it both times.
 */
function periodOn({ days, from, to, timeZone }: Weekly, day: Day): Period | undefined {
  if (!days.includes(weekdayOf(day))) return undefined;
  const fromMs = momentOf({ day, time: from }, timeZone);
  const isNextDay = minutesOf(to) <= minutesOf(from);
  if (!isSkipped({ day, time: from }, timeZone))
    return { fromMs, toMs: momentOf({ day: isNextDay ? day + 1 : day, time: to }, timeZone, 'last') };
  const minutes = minutesOf(to) - minutesOf(from) + (isNextDay ? 24 * 60 : 0);
  return { fromMs, toMs: fromMs + minutes * 60_000 };
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}
