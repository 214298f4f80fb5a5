import { ForecastRefusedError } from '../refused.ts';

/**
 * What a model expects, kept instead of the model where a library cannot give its fit away: enough steps that what
 * comes after them follows from them.
 */
export interface Course {
  readonly points: readonly number[];
  /** The longest season in it, in steps; 1 without any. */
  readonly season: number;
}

const fewestPoints = 200;

/** How many steps tell the rest: two of the longest season. */
export function courseLength(seasons: readonly number[]): number {
  return Math.max(fewestPoints, 2 * Math.max(1, ...seasons));
}

/**
 * A course that a library answered.
 *
 * @throws ForecastRefusedError where it is no course.
 */
export function courseOf(points: readonly number[], seasons: readonly number[]): Course {
  if (points.length === 0 || !points.every(Number.isFinite)) {
    throw new ForecastRefusedError('model-failed', 'the model expects what is no number');
  }
  return { points, season: Math.max(1, ...seasons) };
}

/** What a constant is expected to be. */
export function flatCourse(value: number): Course {
  return { points: [value], season: 1 };
}

/**
 * The first steps of a course. After its end it goes on as in its last season, and on by as much as it went over that:
 * exact for straight trends and for seasons that divide the longest one.
 */
export function stepsOfCourse({ points, season }: Course, steps: number): Float64Array {
  const { length } = points;
  const last = points[length - 1] ?? 0;
  const drift = last - (points[length - 1 - season] ?? last);
  return Float64Array.from({ length: steps }, (_, step) => {
    const known = points[step];
    if (known !== undefined) return known;
    const beyond = step - length;
    const turn = Math.floor(beyond / season) + 1;
    return (points[length - season + (beyond % season)] ?? last) + turn * drift;
  });
}
