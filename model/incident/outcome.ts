import { refusalReasons } from '../guard/refusal.ts';

/** How an incident ended for Nightshift. */
export const outcomeKinds = ['resolved-by-us', 'resolved-by-itself', 'undone', 'escalated', 'nothing-done'] as const;
export type OutcomeKind = (typeof outcomeKinds)[number];

/** Why nothing was done, or why people are needed. A closed list: it is a metric label and a report's subject. */
export const outcomeReasons = [
  'no-runbook',
  'unknown-target',
  'observe-mode',
  'no-plan',
  'already-healthy',
  'crash-loop',
  'cluster-unavailable',
  'dependency-down',
  'diagnosis-only',
  'alert-resolved',
  'alert-still-firing',
  'action-failed',
  'verification-failed',
  /** It is still sick, and what keeps that from spreading stands. */
  'contained',
  'unhealthy-without-alert',
  'runbook-failed',
  'runbook-timed-out',
  'undo-wanted',
  'taken-over',
  'closed-by-operator',
  ...refusalReasons,
] as const;
export type OutcomeReason = (typeof outcomeReasons)[number];

/** One remediation's end, or an incident's. */
export interface Outcome {
  readonly kind: OutcomeKind;
  /** Null only where the kind says it all. */
  readonly reason: OutcomeReason | null;
  /** One plain sentence for people. Not escaped. */
  readonly detail: string;
}

/** Reasons for which nothing was done, and nothing is left to do. */
const overByItself: readonly OutcomeReason[] = ['already-healthy', 'alert-resolved', 'closed-by-operator'];

/** Whether a human has to take over. */
export function needsHuman(outcome: Outcome): boolean {
  if (outcome.kind === 'nothing-done') return !overByItself.some((reason) => reason === outcome.reason);
  return outcome.kind === 'escalated' || outcome.kind === 'undone';
}
