import { medianOf } from '../stretches.ts';
import type { History } from '../forecaster.ts';
import { trendOf } from './statistics.ts';

/** A new level leaves at most this share of the old values on its side. */
const shareBeyond = 0.05;
/** It has held for a season, or for so many steps, and for less than this share of the history. */
const leastSteps = 12;
const mostShare = 0.35;

/**
 * The history as it would have been on the level of today. Where the last season lies wholly above or below what was
 * before, as after a deployment, the values before are moved there: what follows habits of weeks would otherwise go back
 * to a level that is gone. A series that follows a line is left alone.
 */
export function levelled(history: History, season: number): History {
  const { values } = history;
  const least = Math.max(leastSteps, season);
  if (trendOf(values) !== 0) return history;
  for (let since = least; since <= mostShare * values.length; since += Math.max(1, Math.floor(season / 4))) {
    const [before, after] = [values.slice(0, -since).toSorted(), values.slice(-since).toSorted()];
    const rank = Math.floor(shareBeyond * before.length);
    const isAbove = (after[0] ?? 0) > (before[before.length - 1 - rank] ?? 0);
    const isBelow = (after.at(-1) ?? 0) < (before[rank] ?? 0);
    if (isAbove || isBelow) return { ...history, values: moved(values, since, [...before], [...after]) };
  }
  return history;
}

function moved(values: Float64Array, since: number, before: readonly number[], after: readonly number[]): Float64Array {
  const [from, to] = [medianOf(before), medianOf(after)];
  // Down, a difference could lead below 0 where nothing has been; a ratio does not.
  const isRatio = to < from && (before[0] ?? 0) >= 0 && (after[0] ?? 0) >= 0;
  const end = values.length - since;
  return values.map((value, at) => {
    if (at >= end) return value;
    return isRatio ? (value * to) / from : value + to - from;
  });
}
