import type { Column, History } from '../forecaster.ts';

/** More moments of the past are slow and judge by times that are gone; the quality stays the same beyond eight. */
const mostOrigins = 8;
/** A forecaster is never tried on a smaller share of the history. */
const leastShare = 0.45;
/** Nor are more values hidden than this share of it. */
const mostHidden = 0.25;

/** How many steps are hidden from a forecaster that is tried on the past: the horizon, or what a short history allows. */
export function hiddenSteps(length: number, horizon: number): number {
  return Math.max(1, Math.min(horizon, Math.floor(mostHidden * length)));
}

/** Moments from which the rest is hidden, as counts of the values known then; the latest first, half a horizon apart. */
export function originsOf(length: number, hidden: number): readonly number[] {
  const step = Math.ceil(hidden / 2);
  const room = Math.floor((length - hidden - leastShare * length) / step) + 1;
  const count = Math.max(0, Math.min(mostOrigins, room));
  return Array.from({ length: count }, (_, nth) => length - hidden - nth * step);
}

/** The history as it was known at a moment, with the columns so many steps ahead. */
export function historyUntil(history: History, origin: number, steps: number): History {
  return {
    ...history,
    values: history.values.subarray(0, origin),
    columns: history.columns.map((column) => columnUntil(column, origin, steps)),
  };
}

/** What was not known ahead is not known then either: the last value of the past stands for it. */
function columnUntil({ name, past, ahead, knownAhead = ahead.length }: Column, origin: number, steps: number): Column {
  const known = past.subarray(origin, Math.min(past.length, origin + Math.min(steps, knownAhead)));
  const then = new Float64Array(steps).fill(known.at(-1) ?? past[origin - 1] ?? 0);
  then.set(known);
  return { name, past: past.subarray(0, origin), ahead: then, knownAhead };
}
