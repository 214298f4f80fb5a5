import { Temporal } from 'temporal-polyfill';
import type { Weekday } from './weekly.ts';
import { weekdays } from './weekly.ts';

/** Days of the calendar are counted from 1 January 1970, whatever they last. */
export type Day = number;

/** A date and a time of day as clocks show them. */
export interface LocalTime {
  readonly day: Day;
  /** `HH:MM` from 00:00 to 23:59. */
  readonly time: string;
}

const dayMs = 24 * 60 * 60_000;
const epoch = new Temporal.PlainDate(1970, 1, 1);

/**
 * The moment at which the clocks of a place show a time, in milliseconds since the epoch. Of a time that comes twice it is
 * the first one, or the last where that is asked for. Where clocks are changed it follows RFC 5545: a time that is skipped
 * is as long after the jump as it would have been after the last hour before it.
 *
 * It is reckoned with the time zone data of the machine, so this is for activities, commands and the configuration: in a
 * workflow another version of that data could tell a replay something else.
 *
 * @throws RangeError for a time zone that does not exist.
 */
export function momentOf({ day, time }: LocalTime, timeZone: string, which: 'first' | 'last' = 'first'): number {
  const disambiguation = which === 'first' ? 'compatible' : 'later';
  return plain({ day, time }).toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds;
}

/** Whether the clocks of a place never show a time, because they jump over it. */
export function isSkipped(local: LocalTime, timeZone: string): boolean {
  const shown = plain(local);
  return !shown.toZonedDateTime(timeZone).toPlainDateTime().equals(shown);
}

/** What the clocks of a place show at a moment; seconds are left out. */
export function localTimeAt(ms: number, timeZone: string): LocalTime {
  const shown = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
  const day = Date.UTC(shown.year, shown.month - 1, shown.day) / dayMs;
  return { day, time: shown.toPlainTime().toString({ smallestUnit: 'minute' }) };
}

/** `2026-01-05T09:00`; undefined for what is no date and time of day. */
export function readLocalTime(text: string): LocalTime | undefined {
  const [, date = '', time = ''] = /^(\d{4}-\d\d-\d\d)T((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(text) ?? [];
  const day = Date.parse(`${date}T00:00Z`) / dayMs;
  // JavaScript takes 30 February for 2 March.
  return Number.isNaN(day) || dateOf(day) !== date ? undefined : { day, time };
}

/** As {@link readLocalTime} reads it. */
export function writeLocalTime({ day, time }: LocalTime): string {
  return `${dateOf(day)}T${time}`;
}

/**
 * A moment as people write it, in milliseconds since the epoch: with an offset, or without one as the clocks of a place show
 * it. Undefined for anything else.
 */
export function readMoment(text: string, timeZone: string): number | undefined {
  const local = readLocalTime(text.slice(0, 16));
  if (!local || text.length === 16) return local && momentOf(local, timeZone);
  const ms = /^.{16}(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

/** `Mon 2026-01-05 09:00`, by the clocks of a place. */
export function localTimeInWords(ms: number, timeZone: string): string {
  const { day, time } = localTimeAt(ms, timeZone);
  const weekday = weekdayOf(day);
  return `${weekday.charAt(0).toUpperCase()}${weekday.slice(1)} ${dateOf(day)} ${time}`;
}

/** Which day of the week it is. */
export function weekdayOf(day: Day): Weekday {
  return weekdays[new Date(day * dayMs).getUTCDay()] ?? 'sun';
}

function dateOf(day: Day): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

function plain({ day, time }: LocalTime): Temporal.PlainDateTime {
  return epoch.add({ days: day }).toPlainDateTime(time);
}
