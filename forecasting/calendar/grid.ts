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
