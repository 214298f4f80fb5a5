/** Sunday first, as JavaScript counts them. */
export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof weekdays)[number];

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
