/** Who is on call in a schedule at some moment. */
export interface Shift {
  readonly schedule: string;
  /** Null where nobody is. */
  readonly person: string | null;
  /** ISO 8601, UTC: the first moment, and the first one after it. */
  readonly from: string;
  readonly to: string;
  /** What says so: the name of a rotation, or an override. */
  readonly because: string;
}
