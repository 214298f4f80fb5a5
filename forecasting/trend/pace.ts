import { medianOf } from '../stretches.ts';

/** A straight line through the last values. */
interface RecentLine {
  /** What it says at the last value, and what it gains from one to the next. */
  readonly level: number;
  readonly slope: number;
  /** How many values it was made from. */
  readonly span: number;
}

/** The shortest stretch that is believed to have a pace, and by how much each one is longer than the one before. */
const [shortest, longer] = [12, 1.4];
/** Paces that are no further apart than so many standard errors are one. */
const errorsApart = 2.5;
/** The work grows with its square. */
const mostPoints = 60;

/**
 * The pace of the longest stretch up to now over which it has not changed, by the intersection of confidence intervals:
 * A. Goldenshluger and A. Nemirovski, Mathematical Methods of Statistics 6, 1997. Each pace is Theil's and Sen's median of
 * slopes. Noise that lasts, with the autocorrelation `memory`, makes short stretches less sure.
 */
export function recentLine(values: readonly number[], noise: number, memory: number): RecentLine {
  let [low, high] = [-Infinity, Infinity];
  let best: RecentLine | null = null;
  for (let length = shortest; ; length *= longer) {
    const span = Math.min(values.length, Math.round(length));
    const slope = medianSlope(values.slice(-span));
    const error = (noise * Math.sqrt((12 * (1 + memory)) / (1 - memory))) / span ** 1.5;
    low = Math.max(low, slope - errorsApart * error);
    high = Math.min(high, slope + errorsApart * error);
    if (best && low > high) return best;
    best = { slope, level: levelOf(values.slice(-span), slope), span };
    if (span === values.length) return best;
  }
}

/** The median of the slopes between values that are at least a third of the stretch apart: nearer ones say little but noise. */
function medianSlope(values: readonly number[]): number {
  const stride = Math.max(1, Math.ceil(values.length / mostPoints));
  const indices = values.map((_, index) => values.length - 1 - index).filter((_, nth) => nth % stride === 0);
  const apart = values.length / 3;
  const slopes = indices.flatMap((later) =>
    indices
      .filter((earlier) => later - earlier >= apart)
      .map((earlier) => ((values[later] ?? 0) - (values[earlier] ?? 0)) / (later - earlier)),
  );
  return medianOf(slopes.toSorted((a, b) => a - b));
}

function levelOf(values: readonly number[], slope: number): number {
  const levels = values.map((value, index) => value + slope * (values.length - 1 - index));
  return medianOf(levels.toSorted((a, b) => a - b));
}
