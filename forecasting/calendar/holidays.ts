import Holidays from 'date-holidays';
import type { ForecastEvent } from '../../model/forecast/forecast.ts';

/** Whose holidays they are. */
interface Place {
  /** By ISO 3166, such as `DE`. */
  readonly country: string;
  /** Its state, such as `BY`; null for what the whole country has. */
  readonly region: string | null;
  /** As in `Europe/Berlin`: when its days begin. Null for that of the country. */
  readonly timeZone: string | null;
}

/** One for all: in a few weeks no holiday comes twice, and what one teaches holds for the others. */
const name = 'public holiday';
/** Nobody forecasts for longer; the work grows with the years. */
const mostYears = 50;

/**
 * The public holidays that lie, if only in part, between two moments. By date-holidays.
 *
 * @throws RangeError where there is no such place or time zone.
 */
export function holidaysOf(place: Place, fromMs: number, toMs: number): readonly ForecastEvent[] {
  const calendar = calendarOf(place);
  const firstYear = new Date(fromMs).getUTCFullYear() - 1;
  const years = Math.min(mostYears, new Date(toMs).getUTCFullYear() + 1 - firstYear + 1);
  return Array.from({ length: years }, (_, year) => calendar.getHolidays(firstYear + year))
    .flat()
    .filter(({ type }) => type === 'public')
    .map(({ start, end }) => ({ name, fromMs: start.getTime(), toMs: end.getTime() }))
    .filter((event) => event.toMs > fromMs && event.fromMs < toMs)
    .toSorted((a, b) => a.fromMs - b.fromMs);
}

function calendarOf({ country, region, timeZone }: Place): Holidays {
  const calendar = new Holidays();
  if (!Object.hasOwn(calendar.getCountries(), country)) throw new RangeError(`no holidays of ${country} are known`);
  const states: unknown = calendar.getStates(country);
  if (region !== null && !(typeof states === 'object' && states !== null && Object.hasOwn(states, region))) {
    throw new RangeError(`no holidays of ${region} in ${country} are known`);
  }
  // An unknown one would be taken for UTC, with a warning to nobody.
  if (timeZone !== null) new Intl.DateTimeFormat('en', { timeZone }).format(0);
  const options = timeZone === null ? {} : { timezone: timeZone };
  return region === null ? new Holidays(country, options) : new Holidays(country, region, options);
}
