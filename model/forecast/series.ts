import type { Labels } from '../alert/alert.ts';

/** A measured quantity on an even grid of time. */
export interface Series {
  /** What tells it from others of one question: untrusted text. Empty for a file. */
  readonly labels: Labels;
  /** As people write it, such as `bytes`, `percent` or `requests/s`; null where nobody said. */
  readonly unit: string | null;
  /** Milliseconds since 1970 of the first value. */
  readonly startMs: number;
  readonly stepMs: number;
  /** One a step, every one finite; null is a gap. */
  readonly values: readonly (number | null)[];
}

/** What a quantity cannot leave, in its own unit; null where there is no such end. */
export interface Bounds {
  readonly lower: number | null;
  readonly upper: number | null;
}
