/** What a quantity should not reach. */
export interface Limit {
  readonly direction: 'above' | 'below';
  readonly value: number;
}

/** When a forecast first reaches a limit. */
export interface Crossing {
  /** Milliseconds since 1970, as it is expected; the interval around it holds nine of ten cases. */
  readonly atMs: number;
  readonly earliestMs: number;
  /** Null where it may as well be after the horizon. */
  readonly latestMs: number | null;
  /** That it is reached within the horizon, from 0 to 1. */
  readonly probability: number;
}
