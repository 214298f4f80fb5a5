/** The steps of a history and those ahead of it. */
export interface Grid {
  /** Milliseconds since 1970 of the first step. */
  readonly startMs: number;
  readonly stepMs: number;
  /** How many steps are measured, and how many are asked for after them. */
  readonly past: number;
  readonly ahead: number;
  /** Lengths of seasons in steps, ascending. */
  readonly seasons: readonly number[];
}

/** What is known of an explaining quantity. */
export interface ColumnValues {
  /** A value for each step measured, then one for each step ahead. */
  readonly all: Float64Array;
  /** How many steps ahead are known; those behind them are guessed. */
  readonly knownAhead: number;
}
