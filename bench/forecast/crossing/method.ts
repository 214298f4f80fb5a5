import type { MadeHistory } from '../histories/make-histories.ts';

/** What a method says of the day after a history. */
export interface Foreseen {
  /** That the limit is reached within it; a method that knows no probability says 0 or 1. */
  readonly probability: number;
  /** Milliseconds since 1970; null where it is not expected. */
  readonly atMs: number | null;
}

/** A way to foresee that a limit is reached. */
export interface Method {
  readonly name: string;
  readonly foresee: (history: MadeHistory) => Promise<Foreseen>;
}

export const unforeseen: Foreseen = { probability: 0, atMs: null };
