import type { Limit } from '../../model/forecast/crossing.ts';
import type { Forecast } from '../../model/forecast/forecast.ts';
import type { Sample } from '../../model/forecast/sample.ts';
import { marginsOf } from './margins.ts';
import { normalShareBelow } from './normal.ts';

/** How probable it is that a limit was reached by a moment, from now to the end of a forecast. Never falls. */
export interface FirstPassage {
  readonly endMs: number;
  probabilityBy(atMs: number): number;
}

/** One way that things may go: a point a moment, the first of which is now. */
type Course = readonly Point[];
interface Point {
  readonly beyond: number;
  readonly spread: number;
}

/**
 * When a limit is reached first, as a distribution.
 *
 * A band says how far off each step may be, but not whether the steps go astray together, and the courses that errors
 * took in the past say that but are few. So each course k is taken as the middle of a normal distribution that moves as a
 * whole: with the error e_k and the spread σ of the band,
 *
 *   P(reached by t) = mean over k of Φ( max over s ≤ t of (yhat(s) + √(1 − b²) e_k(s) − limit) / (b σ(s)) )
 *
 * with b = (4 / 3K)^(1/5) for K courses, at most 1: the smoothed bootstrap of B. W. Silverman and G. A. Young, Biometrika 74,
 * 1987, which keeps the variance. Without a course b is 1, and the band moves as a whole. Between steps the
 * values and spreads are joined by straight lines, from what is measured now.
 */
export function firstPassage(forecast: Forecast, limit: Limit, now: Sample): FirstPassage {
  const { times, kept } = momentsFrom(forecast, now);
  const courses = coursesOf(forecast, limit, now, kept);
  const highest = courses.map(highestUntil);
  const endMs = times.at(-1) ?? now.atMs;

  const probabilityBy = (atMs: number): number => {
    if (atMs <= now.atMs) return 0;
    const next = times.findIndex((time) => time >= atMs);
    const last = next < 0 ? times.length - 1 : next;
    const [from, to] = [times[last - 1] ?? now.atMs, times[last] ?? now.atMs];
    const share = to > from ? Math.min(1, (atMs - from) / (to - from)) : 1;
    const chances = courses.map((course, k) => {
      const here = scoreOf(between(course[last - 1], course[last], share));
      return normalShareBelow(Math.max(highest[k]?.[last - 1] ?? -Infinity, here));
    });
    return chances.reduce((sum, chance) => sum + chance, 0) / chances.length;
  };
  return { endMs, probabilityBy };
}

/** Now, and the steps that are still ahead, which are those from the index `kept`. */
function momentsFrom({ startMs, stepMs, yhat }: Forecast, now: Sample) {
  const kept = Math.min(yhat.length, Math.max(0, Math.floor((now.atMs - startMs) / stepMs) + 1));
  const steps = yhat.slice(kept).map((_, index) => startMs + (kept + index) * stepMs);
  return { times: [now.atMs, ...steps], kept };
}

function coursesOf(forecast: Forecast, limit: Limit, now: Sample, kept: number): readonly Course[] {
  const sign = limit.direction === 'above' ? 1 : -1;
  const margins = marginsOf(forecast, limit);
  const errors = forecast.paths.map((path) =>
    path.map((value, step) => sign * (value - (forecast.yhat[step] ?? value))),
  );
  const blur = errors.length === 0 ? 1 : Math.min(1, (4 / (3 * errors.length)) ** 0.2);
  const share = Math.sqrt(1 - blur ** 2);
  const start = { beyond: sign * (now.value - limit.value), spread: 0 };
  return (errors.length === 0 ? [[]] : errors).map((error) => [
    start,
    ...margins.slice(kept).map(({ beyond, spreadAhead, spreadBack }, index) => {
      const moved = beyond + share * (error[kept + index] ?? 0);
      return { beyond: moved, spread: blur * (moved < 0 ? spreadAhead : spreadBack) };
    }),
  ]);
}

function highestUntil(course: Course): readonly number[] {
  let highest = -Infinity;
  return course.map((point) => (highest = Math.max(highest, scoreOf(point))));
}

/** In standard deviations; a limit that is just touched is reached. */
function scoreOf({ beyond, spread }: Point): number {
  if (spread > 0) return beyond / spread;
  return beyond >= 0 ? Infinity : -Infinity;
}

function between(from: Point | undefined, to: Point | undefined, share: number): Point {
  if (!from || !to) return { beyond: -Infinity, spread: 0 };
  const mix = (low: number, high: number): number => low * (1 - share) + high * share;
  return { beyond: mix(from.beyond, to.beyond), spread: mix(from.spread, to.spread) };
}
