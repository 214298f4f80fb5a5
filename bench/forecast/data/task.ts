/** One forecast to make, and what came then. */
export interface Task {
  readonly id: string;
  readonly history: readonly number[];
  /** As many values as are to be forecast. */
  readonly actual: readonly number[];
}

/** Hours, of which two days are forecast: both data sets are so. */
export const hourMs = 3_600_000;
export const horizon = 48;
/** The season of the scaled errors, of the naive forecasts, and the first of those that models are told. */
export const day = 24;
export const week = 168;
