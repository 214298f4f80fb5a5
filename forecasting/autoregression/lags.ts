import type { History } from '../forecaster.ts';

/** Seasons up to this many steps are regressed on each of their steps; longer ones on some of them. */
const longestDenseSeason = 48;
/** So many steps back are always looked at. */
const leastDense = 16;
/** More lags in a row are slow, and find nothing more. */
const mostDense = 170;

/** Of the longer rhythm one is enough to repeat it, if there is a little more to learn from. */
const timesTheLong = 1.15;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** The rhythms of people and their calendars, as pairs of a shorter and a longer one. */
const calendars = [
  [dayMs, 7 * dayMs],
  [7 * dayMs, 365 * dayMs],
  [hourMs, dayMs],
] as const;

/** The two rhythms, in steps, that lags are laid out by. */
export interface Rhythms {
  readonly short: number;
  /** A multiple of it in most series; null where the history hardly holds one. */
  readonly long: number | null;
  /** Others that were found. */
  readonly others: readonly number[];
}

/**
 * The rhythms of a history: day and week, or what the step and the length allow instead. They are tried even where
 * no season was found: the ridge takes away what explains nothing, and a noisy series hides its days well.
 */
export function rhythmsOf({ values, stepMs, seasons }: History): Rhythms {
  const holds = (steps: number, times = 2): boolean =>
    Number.isInteger(steps) && steps > 1 && times * steps <= values.length;
  const inSteps = calendars.map(([short, long]) => ({ short: short / stepMs, long: long / stepMs }));
  const calendar = inSteps.find(({ short }) => holds(short));
  const isKnown = seasons.some((season) => season === calendar?.short || season === calendar?.long);
  if (!calendar || (seasons.length > 0 && !isKnown)) {
    const [short = 1, ...others] = seasons;
    return { short, long: others.at(-1) ?? null, others: others.slice(0, -1) };
  }
  const others = seasons.filter((season) => season !== calendar.short && season !== calendar.long);
  return { short: calendar.short, long: holds(calendar.long, timesTheLong) ? calendar.long : null, others };
}

/** Lags near the present, through one short season and a little more. */
export function nearLags({ short }: Rhythms): readonly number[] {
  if (short <= longestDenseSeason) return range(1, Math.max(leastDense, short + 2));
  const sparse: number[] = [];
  for (let lag = leastDense; lag < short / 2; lag = Math.ceil(lag * 1.3)) sparse.push(lag);
  return ascending(range(1, leastDense), sparse, range(short - 2, short + 2));
}

/** Near lags and the same moments of the days before. */
export function seasonalLags(rhythms: Rhythms, around = 0): readonly number[] {
  const { short, long, others } = rhythms;
  const within = long === null ? 3 : Math.min(6, Math.ceil(long / short) - 1);
  const days = short === 1 ? [] : range(2, within).flatMap((nth) => range(nth * short - around, nth * short + around));
  const weeks = long === null ? [] : range(long - 1 - around, long + 1 + around);
  const more = others.flatMap((season) => [...range(season - 1, season + 1), 2 * season]);
  return ascending(nearLags(rhythms), days, weeks, more);
}

/** Near lags and those of one long season ago: for what a value adds to the one a short season before. */
export function changeLags(rhythms: Rhythms): readonly number[] {
  const { short, long } = rhythms;
  return ascending(nearLags(rhythms), [2 * short], long === null ? [] : range(long - 1, long + 1));
}

/** Each lag through the long season, or as far as that is quick. */
export function allLags(rhythms: Rhythms): readonly number[] {
  const { short, long } = rhythms;
  const last = (long ?? 2 * short) + 2;
  return last <= mostDense
    ? range(1, Math.max(leastDense, last))
    : ascending(range(1, mostDense), seasonalLags(rhythms));
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, nth) => from + nth);
}

/** All of them, each once. */
export function ascending(...lags: readonly (readonly number[])[]): readonly number[] {
  return [...new Set(lags.flat())].filter((lag) => lag >= 1).toSorted((a, b) => a - b);
}
