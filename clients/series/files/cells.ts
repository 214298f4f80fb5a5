const seconds = /^[+-]?\d+(?:\.\d+)?$/;
const moment =
  /^(\d{4})-(\d\d)(?:-(\d\d))?(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)? ?(Z|UTC|([+-]\d\d):?(\d\d)?)?$/i;
/** A number of seconds reaches the year 5138 below it; one of milliseconds begins in 1973. */
const firstMilliseconds = 1e11;
const beyondMilliseconds = 1e14;

/**
 * A time as people write it, in milliseconds since 1970: ISO 8601, of UTC unless it says otherwise, or a number of seconds
 * or milliseconds. Undefined for anything else.
 */
export function timeOf(cell: string): number | undefined {
  if (seconds.test(cell)) {
    const number = Number(cell);
    if (Math.abs(number) >= beyondMilliseconds) return undefined;
    return Math.abs(number) < firstMilliseconds ? Math.round(number * 1_000) : number;
  }
  const [
    whole,
    year = '',
    month = '',
    day = '01',
    hour = '00',
    minute = '00',
    second = '00',
    part = '',
    zone,
    ...offset
  ] = moment.exec(cell) ?? [];
  if (whole === undefined) return undefined;
  const date = `${year}-${month}-${day}`;
  // A day that its month does not have would become one of the next month.
  if (new Date(`${date}T00:00Z`).getUTCDate() !== Number(day)) return undefined;
  const [hours, minutes = '00'] = offset;
  const from = zone === undefined || hours === undefined ? 'Z' : `${hours}:${minutes}`;
  const time = Date.parse(`${date}T${hour}:${minute}:${second}.${part.padEnd(3, '0').slice(0, 3)}${from}`);
  return Number.isNaN(time) ? undefined : time;
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const nothing = /^(?:|nan|null|none|na|n\/a|nil|-|[+-]?inf(?:inity)?)$/i;

/** A value as people write it; NaN where there is none, undefined for what is no value. */
export function valueOf(cell: string): number | undefined {
  if (nothing.test(cell)) return Number.NaN;
  return decimal.test(cell) ? Number(cell) : undefined;
}
