import { durationInWords } from '../../text/duration.ts';

/** Times that a node has become ready, or has stopped being so: the last of them, and how many there were. */
interface Change {
  readonly at: number;
  readonly count: number;
}

/** What is known of how often a node has changed its mind. */
interface Flapping {
  readonly changes: number;
  readonly isFlapping: boolean;
  readonly words: string;
}

/** More changes than these within the time are flapping: the alert's own measure, over a longer window. */
const tolerated = 2;
const flappingWindowMs = 30 * 60_000;

/**
 * Judges a node by its events and by the time of its last change. A kubelet that runs tells of each change by an event, which
 * the API server joins with earlier ones of the same words and keeps for an hour.
 *
 * @param events each with the time when it was last seen, and how often.
 * @param lastChange when the condition became what it is; null where nobody knows.
 */
export function judgeFlapping(events: readonly Change[], lastChange: number | null, now: number): Flapping {
  const recent = events.filter(({ at }) => now - at <= flappingWindowMs);
  const told = recent.reduce((sum, { count }) => sum + count, 0);
  const isRecent = lastChange !== null && now - lastChange <= flappingWindowMs;
  const changes = Math.max(told, isRecent ? 1 : 0);
  const last = lastChange === null ? '' : `, the last ${durationInWords(Math.max(0, now - lastChange))} ago`;
  return {
    changes,
    isFlapping: changes > tolerated,
    words: `became ready or stopped being so ${changes} times within ${durationInWords(flappingWindowMs)}${last}`,
  };
}
