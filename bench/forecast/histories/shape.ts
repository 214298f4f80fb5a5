/** The kinds of histories there are. */
export const historyKinds = ['disk', 'memory', 'certificate', 'traffic'] as const;
export type HistoryKind = (typeof historyKinds)[number];

/** How a quantity goes, as something that should not become too much. */
export interface Shape {
  /** What happens in it, for people. */
  readonly traits: readonly string[];
  /** Without noise, and as it is measured. */
  readonly plain: Float64Array;
  readonly measured: Float64Array;
  readonly noise: number;
  /** A limit that makes sense was not reached for so many steps before. */
  readonly quietFor: number;
}

/** Adds noise to a plain course. */
export function measuredWith(plain: Float64Array, noise: Float64Array): Float64Array {
  return plain.map((value, step) => value + (noise[step] ?? 0));
}
