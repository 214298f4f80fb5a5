import type { FiringAlert } from '../remediation/remediation.ts';
import type { Plan } from '../remediation/plan.ts';
import type { RefusalReason } from './refusal.ts';

/** The question whether a plan may run now. */
export interface AdmissionQuestion {
  /** The claim's id: the same for every time that the same plan asks. */
  readonly claim: string;
  readonly incident: string;
  readonly plan: Plan;
  readonly alerts: readonly FiringAlert[];
  /** The mark of the silences that Nightshift opens for this; absent where it opens none. */
  readonly silence?: string;
  /** How long to wait for a guard that says "not now"; 0 for a rehearsal. */
  readonly patienceMs: number;
  /** After how long its place is free again, in milliseconds; null where none is claimed yet. */
  readonly lapsesAfterMs: number | null;
}

/** The answer. */
export interface Admission {
  /** Null when the plan may run. */
  readonly refusal: RefusalReason | null;
  /** One plain sentence for people. */
  readonly detail: string;
  /** Whether the target had been repaired, and proven healthy, within 24 hours before. */
  readonly recurs: boolean;
}
