import type { Thinned } from './thinned.ts';

/** What a season does again that its waves are too smooth for. */
export interface Habit {
  /** What was left of the last season, evenly spaced. */
  readonly leftovers: readonly number[];
  /** Of the last one, and from one to the next; in steps. */
  readonly end: number;
  readonly stride: number;
}

/** Less similar than this, and the leftovers are noise. */
const leastSimilarity = 0.2;

/** Learns from what is left without trend and waves, where one season leaves what the one before left. */
export function habitOf({ times, stride }: Thinned, residuals: readonly number[], season: number | undefined): Habit {
  const [places, end] = [Math.round((season ?? 0) / stride), times.at(-1) ?? 0];
  const similarity = places < 2 || residuals.length < 2 * places ? 0 : autocorrelation(residuals, places);
  if (similarity < leastSimilarity) return { leftovers: [], end, stride };
  return { leftovers: residuals.slice(-places).map((residual) => similarity * residual), end, stride };
}

/** At a time in steps, which may lie in the past. */
export function habitAt({ leftovers, end, stride }: Habit, time: number): number {
  const count = leftovers.length;
  if (count === 0) return 0;
  const place = (time - end) / stride - 1;
  const before = Math.floor(place);
  const at = (nth: number): number => leftovers[((nth % count) + count) % count] ?? 0;
  return (1 - place + before) * at(before) + (place - before) * at(before + 1);
}

/** Of values so far apart, from 0 to 1. */
export function autocorrelation(values: readonly number[], apart: number): number {
  const pairs = values.slice(apart).map((value, index) => [value, values[index] ?? 0] as const);
  const products = pairs.reduce((sum, [later, earlier]) => sum + later * earlier, 0);
  const squares = pairs.reduce((sum, [later, earlier]) => sum + (later ** 2 + earlier ** 2) / 2, 0);
  return squares > 0 ? Math.max(0, products / squares) : 0;
}
