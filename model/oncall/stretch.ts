/**
 * A time in which a part of a schedule says the same thing, as long as it can be. In milliseconds since the epoch, from the
 * first moment until right before the last; infinite where it never said, or never will say, anything else.
 */
export interface Stretch {
  /** Null where it says nobody. */
  readonly person: string | null;
  readonly fromMs: number;
  readonly toMs: number;
}
