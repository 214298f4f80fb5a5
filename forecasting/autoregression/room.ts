import { rangeOf, trendOf } from '../history/statistics.ts';

/** A forecast may leave what was seen by this share of its range: an unstable fit must not run away. */
const shareOfRange = 0.25;
/** Along a trend it may go on so many times as fast. */
const timesTheTrend = 3;

/** Where a forecast may go, as plain data. */
export interface Room {
  readonly lowest: number;
  readonly highest: number;
  /** What the series gains a step; 0 where it follows no line, and is expected to stay where it was. */
  readonly trend: number;
}

/** The room around the values of a history. */
export function roomOf(values: Float64Array): Room {
  const { lowest, highest } = rangeOf(values);
  const room = shareOfRange * (highest - lowest);
  return { lowest: lowest - room, highest: highest + room, trend: trendOf(values) };
}

/** A forecast that stays in the room. */
export function kept(forecast: Float64Array, { lowest, highest, trend }: Room): Float64Array {
  return forecast.map((value, step) => {
    const gained = timesTheTrend * trend * (step + 1);
    return Math.min(highest + Math.max(0, gained), Math.max(lowest + Math.min(0, gained), value));
  });
}
