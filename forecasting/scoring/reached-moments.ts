import type { Limit } from '../../model/forecast/crossing.ts';
import type { Series } from '../../model/forecast/series.ts';
import { isReached } from '../crossing/first-crossing.ts';

/**
 * When a series reached a limit that it had kept away from for a while before: what flaps around a limit reaches it once.
 *
 * @param sinceMs only later moments are wanted.
 * @param calmMs it must not have been at the limit for longer than this.
 */
export function reachedMoments(
  { values, startMs, stepMs }: Series,
  limit: Limit,
  { sinceMs, calmMs }: { readonly sinceMs: number; readonly calmMs: number },
): readonly number[] {
  const moments: number[] = [];
  let [lastReachedMs, wasAway] = [Number.NEGATIVE_INFINITY, false];
  for (const [index, value] of values.entries()) {
    if (value === null) continue;
    if (!isReached(limit, value)) {
      wasAway = true;
      continue;
    }
    const atMs = startMs + index * stepMs;
    // A series that begins at its limit was never away from it, as far as anybody knows.
    if (wasAway && atMs > sinceMs && atMs - lastReachedMs > calmMs) moments.push(atMs);
    lastReachedMs = atMs;
  }
  return moments;
}
