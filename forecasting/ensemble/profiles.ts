import { meanOf } from '../history/statistics.ts';
import { medianOf } from '../stretches.ts';

/** The middle of several values: the median is not moved by spikes, the mean is calmer without them. */
export type Middle = 'mean' | 'median';

/** The last season as it was; the last value where the history does not hold more than a season. */
export function lastSeason(values: Float64Array, season: number): readonly number[] {
  const period = values.length > season ? season : 1;
  return [...values.subarray(values.length - period)];
}

/** For each moment of a season the middle of what was there in the last so many seasons. */
export function profileOf(values: Float64Array, season: number, seasons: number, middle: Middle): readonly number[] {
  if (values.length <= season) return lastSeason(values, season);
  return Array.from({ length: season }, (_, phase) => {
    const before: number[] = [];
    for (let nth = 1; nth <= seasons; nth++) {
      const value = values[values.length - nth * season + phase];
      if (value !== undefined) before.push(value);
    }
    return middle === 'mean' ? meanOf(before) : medianOf(before.toSorted((one, other) => one - other));
  });
}
