import type { Outcome } from './incident/outcome.ts';
import type { RunbookName } from './names.ts';
import type { OperatorAsk } from './operators/message.ts';
import type { OperatorRefusal } from './operators/refusals.ts';
import type { Action, ActionResult } from './remediation/plan.ts';
import type { Target } from './target.ts';

/** Every kind of record; docs/audit.md explains each. */
export const auditKinds = [
  'plan',
  'guard',
  'approval-requested',
  'approval',
  'approval-refused',
  'operator-request',
  'operator-refused',
  'intent',
  'result',
  'undo-intent',
  'undo-result',
  'silence',
  'silence-ended',
  'outcome',
  'freeze',
] as const;
type AuditKind = (typeof auditKinds)[number];

/** The kinds that frame a side effect. */
export const actionRecordKinds = [
  'intent',
  'result',
  'undo-intent',
  'undo-result',
] as const satisfies readonly AuditKind[];

/**
 * One thing that was decided or done, as the audit keeps it. The fields that every record has are names that
 * Nightshift gave itself: they are kept as they are. All other text is masked and shortened when it is written.
 */
export type AuditRecord =
  | PlanRecord
  | GuardRecord
  | ApprovalRequestRecord
  | ApprovalRecord
  | RefusedApprovalRecord
  | OperatorRecord
  | ActionRecord
  | SilenceRecord
  | OutcomeRecord
  | FreezeRecord;

/** A record that frames a side effect: an intent without a result may have happened. */
export type ActionRecord = IntentRecord | ResultRecord;

/** What every record has. What a record is not about is null. */
interface AuditEntry {
  readonly kind: AuditKind;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The workflow id of the incident. */
  readonly incident: string | null;
  readonly target: Target | null;
  readonly runbook: RunbookName | null;
  /** The plan's hash. */
  readonly plan: string | null;
  /** The step's place in the plan, counted from 0. */
  readonly step: number | null;
  /** The idempotency key of the side effect: the same for every attempt at it, never text from outside. */
  readonly key: string | null;
}

interface RepairEntry extends AuditEntry {
  readonly incident: string;
  readonly target: Target;
  readonly runbook: RunbookName;
}

interface PlanEntry extends RepairEntry {
  readonly plan: string;
}

interface StepEntry extends PlanEntry {
  readonly step: number;
}

interface EffectEntry extends StepEntry, Action {
  readonly key: string;
}

/** What was true of a target, as short texts by name. */
type Facts = Readonly<Record<string, string>>;

/** Who did something, as far as it is known. */
interface Actor {
  /** The name that the message gave. */
  readonly by: string | null;
  /** Who the history says that sent the message. */
  readonly identity: string | null;
  /** Whether the server vouches for the identity. */
  readonly verified: boolean;
}

/** A step in full, as it was shown before it was allowed. */
interface PlannedStep extends Action {
  readonly risk: 'safe' | 'disruptive' | 'destructive';
  readonly undo: Action | null;
  readonly preconditions: Facts;
}

interface PlanRecord extends PlanEntry {
  readonly kind: 'plan';
  readonly step: null;
  readonly key: null;
  readonly summary: string;
  readonly steps: readonly PlannedStep[];
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
}

/** Whether a plan, or one step of it, may run now. */
interface GuardRecord extends PlanEntry {
  readonly kind: 'guard';
  /** The reason of the closed list; null when it may run. */
  readonly refusal: string | null;
  readonly detail: string;
}

interface ApprovalRequestRecord extends StepEntry {
  readonly kind: 'approval-requested';
  readonly key: null;
  readonly quorum: number;
  /** Who asked for the repair; null where no person did. */
  readonly requestedBy: string | null;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
}

/** A vote that counted. */
interface ApprovalRecord extends StepEntry, Actor {
  readonly kind: 'approval';
  readonly key: null;
  readonly ballot: 'approve' | 'deny';
  readonly comment: string | null;
}

/** A vote that did not count. It may have named a plan that is not the one that waits, or none. */
interface RefusedApprovalRecord extends RepairEntry, Actor {
  readonly kind: 'approval-refused';
  readonly key: null;
  readonly ballot: 'approve' | 'deny';
  readonly comment: string | null;
  /** The reason of the closed list. */
  readonly refusal: string;
}

/** Somebody asked an incident for something, and it was done, or refused by the incident. */
interface OperatorRecord extends AuditEntry, Actor {
  readonly kind: 'operator-request' | 'operator-refused';
  readonly incident: string;
  readonly plan: null;
  readonly step: null;
  readonly key: null;
  readonly ask: OperatorAsk;
  readonly comment: string | null;
  /** The reason of the closed list; null where it was not refused. */
  readonly refusal: OperatorRefusal | null;
}

/** Written before a side effect, or before it is taken back. */
interface IntentRecord extends EffectEntry {
  readonly kind: 'intent' | 'undo-intent';
  readonly before: Facts;
}

/** Written after it. */
interface ResultRecord extends EffectEntry {
  readonly kind: 'result' | 'undo-result';
  readonly result: ActionResult['result'];
  readonly summary: string;
  readonly after: Facts;
}

/** Alerts are silenced at Alertmanager while they are repaired, or not any more. */
interface SilenceRecord extends RepairEntry {
  readonly kind: 'silence' | 'silence-ended';
  readonly plan: null;
  readonly step: null;
  /** The mark in the comment of the silences. */
  readonly key: string;
  /** The alerts' fingerprints. */
  readonly alerts: readonly string[];
  /** ISO 8601, UTC; null where it ends now. */
  readonly until: string | null;
}

/** What an incident came to. */
interface OutcomeRecord extends AuditEntry {
  readonly kind: 'outcome';
  readonly incident: string;
  readonly plan: null;
  readonly step: null;
  readonly key: null;
  readonly outcome: Outcome;
}

/** The kill switch was thrown, or put back. */
interface FreezeRecord extends AuditEntry, Actor {
  readonly kind: 'freeze';
  readonly incident: null;
  readonly target: null;
  readonly plan: null;
  readonly step: null;
  readonly key: null;
  readonly frozen: boolean;
  /** What it holds for, such as `global` or `kubernetes/prod`. */
  readonly scope: string;
  readonly reason: string;
}
