/** Why a plan may not run. A closed list: each is a reason of an outcome as well. */
export const refusalReasons = [
  'frozen',
  'protected',
  'maintenance',
  'silenced',
  'control-plane',
  'shared-cause',
  'target-locked',
  'cool-down',
  'attempts-exhausted',
  'budget-exhausted',
  'too-many-repairs',
  'blast-radius',
  'storm',
  'guard-unavailable',
  'plan-expired',
  'preconditions-changed',
  'approval-denied',
  'approval-expired',
  'approval-replayed',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** One refusal. */
export interface Refusal {
  readonly reason: RefusalReason;
  /** One plain sentence for people. */
  readonly detail: string;
}

/** What a guard says: go, not now, or not at all. */
export type Verdict =
  | { readonly verdict: 'go' }
  | ({ readonly verdict: 'wait'; readonly retryAfterMs: number } & Refusal)
  | ({ readonly verdict: 'refuse' } & Refusal);
