const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

/** Only the years between have four digits, in milliseconds since 1970. */
const [firstDate, lastDate] = [Date.UTC(1_000, 0), Date.UTC(9_999, 11, 31, 23, 59)];

/** `04:10` */
export function clockOf(ms: number): string {
  return dateOf(ms).toISOString().slice(11, 16);
}

/** `3 Mar` */
export function dayOf(ms: number): string {
  const date = dateOf(ms);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''}`;
}

/** `Mar 2026` */
export function monthOf(ms: number): string {
  const date = dateOf(ms);
  return `${months[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`;
}

/** A moment for people, all in UTC: `Tue 3 Mar, 04:10`. */
export function momentInWords(ms: number): string {
  return `${weekdays[dateOf(ms).getUTCDay()] ?? ''} ${dayOf(ms)}, ${clockOf(ms)}`;
}

/** A moment of a record, ISO 8601, as people read it: `2026-03-03T04:10:00Z`. */
export function toTheSecond(iso: string): string {
  return `${iso.slice(0, 19)}Z`;
}

/** Dates end somewhere, and a forecast may lie beyond. */
function dateOf(ms: number): Date {
  return new Date(Math.max(firstDate, Math.min(lastDate, ms)));
}
