/** One measurement of a series. */
export interface Sample {
  readonly atMs: number;
  readonly value: number;
}
