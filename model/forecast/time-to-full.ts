import { durationInWords } from '../text/duration.ts';
import type { Pace } from './growth.ts';

/** Nobody knows what happens later than this. */
export const horizonMs = 30 * 24 * 60 * 60 * 1_000;

/** How long something lasts, in milliseconds; at most {@link horizonMs}, which then means "longer". */
export interface TimeToFull {
  readonly expectedMs: number;
  readonly soonestMs: number;
  readonly latestMs: number;
}

/** How long an amount lasts at a pace. What is used up already lasts 0 ms. */
export function timeToFull({ perSecond, slowest, fastest }: Pace, amount: number): TimeToFull {
  const lasting = (pace: number): number => Math.min(horizonMs, (Math.max(0, amount) / pace) * 1_000);
  return { expectedMs: lasting(perSecond), soonestMs: lasting(fastest), latestMs: lasting(slowest) };
}

/** For people: `3 h 10 min (2 h 40 min – 4 h)`. */
export function timeToFullInWords({ expectedMs, soonestMs, latestMs }: TimeToFull): string {
  const [expected, soonest, latest] = [expectedMs, soonestMs, latestMs].map(words);
  return soonest === latest ? `${expected}` : `${expected} (${soonest} – ${latest})`;
}

function words(ms: number): string {
  return ms < horizonMs ? durationInWords(ms) : `more than ${durationInWords(horizonMs)}`;
}
