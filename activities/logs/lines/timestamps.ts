/** What a time is read by that leaves out its zone or its date. */
export interface HostClock {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Minutes that the host's own time is ahead of UTC. */
  readonly zoneMinutes: number;
}

/** A time at the beginning of a line, and the line without it. */
interface ReadTime {
  readonly at: number;
  readonly rest: string;
}

type Fields = Readonly<Partial<Record<string, string>>>;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const month = `(?<month>${months.join('|')})`;
const clockTime = String.raw`(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?`;
const day = 86_400_000;

/**
 * The usual formats. Each begins at the beginning of the line and every repetition is bounded; what stands before the
 * time in an access log is kept.
 */
const formats: readonly RegExp[] = [
  // ISO 8601 and its relatives, such as those of nginx, log4j, Python and RFC 5424.
  String.raw`(?:<\d{1,3}>\d{1,2} )?[[(]?(?<year>\d{4})[-/](?<month>\d\d)[-/](?<day>\d\d)[T ]${clockTime} ?(?<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?[\])]?(?=$|[\s:|,;])[\s:|]{0,4}`,
  // Syslog, RFC 3164.
  String.raw`(?:<\d{1,3}>)?${month} {1,2}(?<day>\d{1,2}) ${clockTime} `,
  // The error log of Apache.
  String.raw`\[[A-Z][a-z]{2} ${month} (?<day>\d\d) ${clockTime} (?<year>\d{4})\] ?`,
  // Access logs.
  String.raw`(?<kept>\S{1,255} \S{1,100} \S{1,255} )\[(?<day>\d\d)/${month}/(?<year>\d{4})[: ]${clockTime}(?: (?<zone>[+-]\d{4}))?\] ?`,
  // Kubernetes and other programs of Go.
  String.raw`[IWEF](?<month>\d\d)(?<day>\d\d) ${clockTime} {1,8}`,
  // Seconds or milliseconds since 1970.
  String.raw`\[?(?<seconds>\d{10})(?:\.(?<fraction>\d{1,9})|(?<milliseconds>\d{3}))?\]?[\s:|]{1,4}`,
  // A time without its date.
  String.raw`[[(]?${clockTime}[\])]?[\s:|]{1,4}`,
].map((pattern) => new RegExp(`^${pattern}`));

/** Reads the time that a line begins with; null where it begins with none. */
export function readTime(text: string, clock: HostClock): ReadTime | null {
  for (const format of formats) {
    const match = format.exec(text);
    if (!match) continue;
    const fields: Fields = match.groups ?? {};
    const at = fields['seconds'] === undefined ? calendarTime(fields, clock) : epochTime(fields, clock);
    if (at !== null) return { at, rest: `${fields['kept'] ?? ''}${text.slice(match[0].length)}` };
  }
  return null;
}

/** A number of ten digits may be anything: it is a time only where it lies within the last ten years. */
function epochTime({ seconds, milliseconds, fraction }: Fields, { now }: HostClock): number | null {
  const at = Number(seconds) * 1_000 + Number(milliseconds ?? 0) + fractionMs(fraction);
  return at > now - 3_653 * day && at < now + day ? at : null;
}

function calendarTime(fields: Fields, clock: HostClock): number | null {
  const { year, hour, minute, second, fraction, zone } = fields;
  const offset = (zone === undefined ? clock.zoneMinutes : zoneMinutesOf(zone)) * 60_000;
  // The date of the host now, for what leaves it out.
  const today = new Date(clock.now + offset);
  const monthIndex = monthOf(fields['month']) ?? today.getUTCMonth();
  const dayOfMonth = fields['day'] === undefined ? today.getUTCDate() : Number(fields['day']);
  if (monthIndex > 11 || dayOfMonth > 31 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60)
    return null;
  const timeIn = (someYear: number): number =>
    Date.UTC(someYear, monthIndex, dayOfMonth, Number(hour), Number(minute), Number(second)) +
    fractionMs(fraction) -
    offset;
  const at = timeIn(year === undefined ? today.getUTCFullYear() : Number(year));
  // Nothing was written in the future: it was last year, or yesterday.
  if (year !== undefined || at < clock.now + day / 24) return at;
  return fields['month'] === undefined ? at - day : timeIn(today.getUTCFullYear() - 1);
}

function monthOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const named = months.indexOf(text);
  return named >= 0 ? named : Number(text) - 1;
}

/** Minutes ahead of UTC of a zone as ISO 8601 writes it, such as `+0130` or `-05:00`. */
export function zoneMinutesOf(zone: string): number {
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  if (!match) return 0;
  const [, sign, hours, minutes] = match;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function fractionMs(fraction: string | undefined): number {
  return fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1_000);
}
