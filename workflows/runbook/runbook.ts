import type { AlertDetail } from '../../model/alert/tracked-alerts.ts';
import type { ActionName, CheckName } from '../../model/names.ts';
import type { Check } from '../../model/remediation/check.ts';
import type { Diagnosis } from '../../model/remediation/diagnosis.ts';
import type { Proposal } from '../../model/remediation/plan.ts';
import type { Mode } from '../../model/remediation/policy.ts';
import type { Target } from '../../model/target.ts';

/** What a runbook is called for. */
export interface Trouble {
  /** The workflow id of the incident. */
  readonly incident: string;
  readonly target: Target;
  /** When the first of the alerts fired, as the alert writes it. */
  readonly since: string;
  /** The alerts that fire, at least one. */
  readonly alerts: readonly AlertDetail[];
}

/** A runbook's considered answer that nothing should be done. */
export interface NoPlan {
  readonly noPlan:
    | 'already-healthy'
    | 'crash-loop'
    | 'dependency-down'
    /** The cause is known, and only people may do something about it. */
    | 'diagnosis-only'
    | 'unknown-target'
    | 'no-plan';
  /** One plain sentence for people. */
  readonly because: string;
}

/**
 * A runbook knows one kind of trouble, and is called by the name of its file: which alerts tell of it, what to look at,
 * what to do, and what proves that it helped. Modes, guards, approvals, undo, timeouts, verification, the timeline and
 * reports are the engine's.
 */
export interface Runbook<Found extends Diagnosis = Diagnosis> {
  /** One plain sentence for people. */
  readonly summary: string;
  /** What it may do where the policy says nothing. */
  readonly defaultMode: Mode;
  /**
   * How many milliseconds its own work may take, the waits of the policy not counted: later no further plan is
   * begun, and what hangs is given up.
   */
  readonly timeoutMs: number;
  /** What it asks; docs/runbooks.md tells people from this. */
  readonly looks?: readonly CheckName[];
  /** What it may have done: nothing else of what it plans is ever carried out. */
  readonly mayDo?: readonly ActionName[];
  /** @param target what the alert is about; null where nobody can tell. */
  answers(alert: Pick<AlertDetail, 'labels'>, target?: Target | null): boolean;
  diagnose(trouble: Trouble): Promise<Found>;
  /** A ladder: what is tried first, and what next where the one before has not helped. */
  plan(trouble: Trouble, diagnosis: Found): readonly Proposal[] | NoPlan;
  /** Checks that do not reuse the alert's own signal; at least one. */
  proofOfHealth(trouble: Trouble, diagnosis: Found): readonly Check[];
}

/** Answers every alert that has one of these names. */
export function alertsCalled(names: readonly string[]): Runbook['answers'] {
  const known = new Set(names);
  return ({ labels }) => known.has(labels['alertname'] ?? '');
}
