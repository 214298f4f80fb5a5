/** Who is on call in a schedule at some moment. */
export interface Shift {
  readonly schedule: string;
  /** Null where nobody is. */
  readonly person: string | null;
  /** ISO 8601, UTC: the first moment, and the first one after it. Null only of a gap that never began, or never ends. */
  readonly from: string | null;
  readonly to: string | null;
  /** What says so: the name of a rotation, `override`, or `gap`. */
  readonly because: string;
}
