import type { Course } from './course.ts';
import { courseLength, courseOf, flatCourse } from './course.ts';
import { isConstant, scaleOf } from './scale.ts';

/** Goes on with values that have no season. */
type Continuation = (values: Float64Array, steps: number) => readonly number[];

/**
 * What a model that knows no seasons expects of values that have one: the season is taken out, the model goes on with
 * the rest, and the season is put back.
 */
export function courseAroundSeason(values: Float64Array, seasons: readonly number[], goOn: Continuation): Course {
  if (isConstant(values)) return flatCourse(values.at(-1) ?? 0);
  const season = longestSeason(seasons, values.length);
  const scale = scaleOf(values);
  const scaled = values.map((value) => value / scale);
  const effects = season > 1 ? seasonalEffects(scaled, season) : [0];
  const effectAt = (index: number): number => effects[index % effects.length] ?? 0;
  const adjusted = scaled.map((value, index) => value - effectAt(index));
  const points = goOn(adjusted, courseLength([season]));
  return courseOf(
    points.map((point, step) => scale * (point + effectAt(values.length + step))),
    [season],
  );
}

/** The longest season of which there are at least three turns; 1 for none. It holds those that divide it. */
function longestSeason(seasons: readonly number[], length: number): number {
  return Math.max(1, ...seasons.filter((season) => 3 * season <= length));
}

/**
 * What is added at each step of a season, by the classical decomposition: what values have beyond the moving average of
 * one season around them, on average of each step. Additive, because ratios of values near 0 say nothing.
 */
function seasonalEffects(values: Float64Array, length: number): readonly number[] {
  const trend = centredAverage(values, length);
  const beyond = Array.from({ length }, (): number[] => []);
  trend.forEach((around, index) => {
    const value = values[index];
    if (around !== null && value !== undefined) beyond[index % length]?.push(value - around);
  });
  const effects = beyond.map((those) => sum(those) / Math.max(1, those.length));
  const mean = sum(effects) / length;
  return effects.map((effect) => effect - mean);
}

/** Null where half a season before or after is missing. An even season has half a step at each end. */
function centredAverage(values: Float64Array, length: number): readonly (number | null)[] {
  const half = Math.floor(length / 2);
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, index) => {
    sums[index + 1] = (sums[index] ?? 0) + value;
  });
  const sumOf = (from: number, to: number): number => (sums[to] ?? 0) - (sums[from] ?? 0);
  return Array.from(values, (_, index) => {
    if (index < half || index + half >= values.length) return null;
    const around = sumOf(index - half, index + half + 1);
    if (length % 2 === 1) return around / length;
    return (around - ((values[index - half] ?? 0) + (values[index + half] ?? 0)) / 2) / length;
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
