import { medianOf } from '../stretches.ts';

/** The last season as it was; the last value where the history does not hold more than a season. */
export function lastSeason(values: Float64Array, season: number): readonly number[] {
  const period = values.length > season ? season : 1;
  return [...values.subarray(values.length - period)];
}

/** For each moment of a season the median of what was there in the last so many seasons: spikes do not move it. */
export function profileOf(values: Float64Array, season: number, seasons: number): readonly number[] {
  if (values.length <= season) return lastSeason(values, season);
  return Array.from({ length: season }, (_, phase) => {
    const before: number[] = [];
    for (let nth = 1; nth <= seasons; nth++) {
      const value = values[values.length - nth * season + phase];
      if (value !== undefined) before.push(value);
    }
    return medianOf(before.toSorted((one, other) => one - other));
  });
}
