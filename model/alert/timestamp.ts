const rfc3339 = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9})\d*)?([Zz]|[+-]\d{2}:\d{2})$/;

/** The day of Go's "no time": Alertmanager sends it as `endsAt` of a firing alert. */
const zeroDate = '0001-01-01';

/**
 * Brings an RFC 3339 time of any offset and up to nanosecond precision to UTC with exactly nine
 * fractional digits, so that the order of the strings is the order of the times.
 *
 * @returns the normalised time; null for Go's zero time; undefined for text that is not a time.
 */
export function normaliseTimestamp(text: string): string | null | undefined {
  const match = rfc3339.exec(text);
  if (!match) return undefined;
  const [, date, time, fraction = '', offset = 'Z'] = match;
  if (date === zeroDate) return null;
  if (!isOnTheCalendar(`${date}T${time}`)) return undefined;
  const wholeSeconds = Date.parse(`${date}T${time}${offset.toUpperCase()}`);
  if (Number.isNaN(wholeSeconds)) return undefined;
  const utc = new Date(wholeSeconds).toISOString();
  // Years outside 0000–9999 gain a sign and two digits, and would no longer sort as text.
  if (utc.length !== '2026-01-01T00:00:00.000Z'.length) return undefined;
  return `${utc.slice(0, 19)}.${fraction.padEnd(9, '0')}Z`;
}

/** `Date.parse` takes 30 February for 2 March and 24:00 for the next day. */
function isOnTheCalendar(dateTime: string): boolean {
  const parsed = Date.parse(`${dateTime}Z`);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(dateTime);
}
