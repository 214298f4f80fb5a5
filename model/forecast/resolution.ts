/** How much of the past is read for a forecast, and how finely. */
interface Resolution {
  readonly stepMs: number;
  readonly historyMs: number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * The first that reaches far enough is taken. Each has at most a hundred or so steps ahead, and at least three of the season
 * that matters at that distance: of days for hours, of weeks for days, of months for months.
 */
const ladder: readonly (Resolution & { readonly reachesMs: number })[] = [
  { reachesMs: 2 * hour, stepMs: 5 * minute, historyMs: 7 * day },
  { reachesMs: day, stepMs: 15 * minute, historyMs: 21 * day },
  { reachesMs: 4 * day, stepMs: hour, historyMs: 21 * day },
  { reachesMs: 14 * day, stepMs: 4 * hour, historyMs: 56 * day },
];
const beyond: Resolution = { stepMs: day, historyMs: 365 * day };

/** The resolution for a forecast that looks so far ahead. */
export function resolutionFor(horizonMs: number): Resolution {
  const { stepMs, historyMs } = ladder.find(({ reachesMs }) => horizonMs <= reachesMs) ?? beyond;
  return { stepMs, historyMs };
}
