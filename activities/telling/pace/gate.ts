import { createRateLimit } from '../../../clients/rate-limit.ts';
import type { Pace } from './paces.ts';

/** What a message meets in front of its channel: how long it waits here, or after how long it asks again. All in milliseconds. */
export type Admission = { readonly waitMs: number } | { readonly againInMs: number };

/** The way to one channel, as one worker sees it. */
interface Gate {
  /** Takes a place, unless that were further away than `mostMs`. */
  enter(mostMs: number): Admission;
  /** Nobody gets through for a while: the vendor has said so to one, and means all. */
  close(forMs: number): void;
}

/** At most an hour, whatever a vendor says: nobody should be left untold for longer. */
const longestMs = 60 * 60_000;
/** Over how long those come back who found too many before them. */
const spreadMs = 20_000;

/** Makes the gate of a channel. */
export function createGate(pace: Pace | null, now: () => number = () => performance.now()): Gate {
  const limit = pace && createRateLimit(pace, now);
  let closedUntil = 0;
  return {
    enter(mostMs) {
      const closedMs = closedUntil - now();
      if (closedMs > mostMs) return { againInMs: closedMs };
      const waitMs = limit ? limit.take(mostMs) : 0;
      // Spread by chance: whoever comes back together finds the same crowd again.
      if (waitMs === null) return { againInMs: mostMs + Math.random() * spreadMs };
      return { waitMs: Math.max(waitMs, closedMs, 0) };
    },
    close(forMs) {
      closedUntil = Math.max(closedUntil, now() + Math.min(Math.max(forMs, 0), longestMs));
    },
  };
}
