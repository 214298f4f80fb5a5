import type { Severity } from '../alert/alert.ts';
import type { EscalationPolicy } from '../escalation/policy.ts';
import type { ChannelType, RunbookName } from '../names.ts';
import type { Target } from '../target.ts';
import type { Risk } from './plan.ts';
import { isCanonicalPath, isTargetKind, maxKeyBytes } from '../target.ts';

/** What a runbook may do: `observe` says what would be done, `approve` asks before it is, `auto` does it. */
export const modes = ['observe', 'approve', 'auto'] as const;
export type Mode = (typeof modes)[number];

/** One line of the operator's policy; what it leaves out matches everything. */
export interface ModeRule {
  readonly runbook: RunbookName | null;
  /** A canonical target or the beginning of one, in which `*` stands for any one part. */
  readonly target: string | null;
  readonly severity: Severity | null;
  readonly mode: Mode;
}

/** What must hold after acting, and for how long. All times in milliseconds. */
export interface VerificationPolicy {
  /** How long a target may take to become healthy. */
  readonly withinMs: number;
  /** How long it must then stay healthy; longer than the `for` of the rule that raised the alert. */
  readonly holdMs: number;
  /** How often it is looked at while it must hold. */
  readonly checks: number;
}

/** An incident's own times and caps, in milliseconds and counts. */
export interface IncidentPolicy {
  /** How long a resolved incident waits for a flap before it closes. */
  readonly holdDownMs: number;
  /** How long a repaired incident waits for its alerts to clear before it escalates. */
  readonly clearWithinMs: number;
  /** How long an incident without any delivery is kept open. */
  readonly staleAfterMs: number;
  /** Remediations per incident; beyond them only people act. */
  readonly maxAttempts: number;
}

/** Who may approve, how many it takes, and for how long a plan waits. Times in milliseconds. */
export interface ApprovalPolicy {
  /** Names; with none, anyone who says who they are. */
  readonly approvers: readonly string[];
  readonly quorum: Readonly<Record<Risk, number>>;
  readonly deadlineMs: number;
  /** After how long without a decision people are told once more. */
  readonly reminderMs: number;
  /** Whether an approver's identity must be one that the server vouches for. */
  readonly requireVerified: boolean;
}

/** What the operators' configuration says for one attempt; read anew for each. */
export interface AttemptPolicy {
  readonly mode: Mode;
  readonly verification: VerificationPolicy;
  readonly incident: IncidentPolicy;
  readonly approval: ApprovalPolicy;
  /** How long a repair that a guard holds up waits before people take over, in milliseconds. */
  readonly patienceMs: number;
  /** One entry per configured channel, in the order of the configuration. */
  readonly channels: readonly ChannelRef[];
  /** Whether a report that a channel does not take for long gives way to a newer one; absent in policies of older releases. */
  readonly dropsSuperseded?: boolean;
  /** Who gets the post-incident report; absent where nobody does. */
  readonly review?: ReviewOrder;
  /** Whom it wakes when people are needed; absent where nobody has said so. */
  readonly escalation?: EscalationPolicy;
  /** Absent where no Alertmanager can be asked. */
  readonly alertmanager?: AlertmanagerPolicy;
}

/** Who gets the post-incident report of an incident. */
export interface ReviewOrder {
  readonly channels: readonly ChannelRef[];
  /** Whether only incidents are told that needed people. */
  readonly onlyPeople: boolean;
}

/** What is done at Alertmanager beside a repair. */
export interface AlertmanagerPolicy {
  /** How long alerts are silenced at the most while they are repaired, in milliseconds; null where they are not. */
  readonly silenceMs: number | null;
}

/** A configured channel: its place in the configuration and its type. */
export interface ChannelRef {
  readonly index: number;
  readonly type: ChannelType;
}

/** What a mode decision looks at. */
export interface ModeQuestion {
  readonly runbook: RunbookName;
  readonly target: Target | null;
  readonly severity: Severity;
}

/** The mode of the first rule that matches, else the runbook's own. */
export function decideMode(rules: readonly ModeRule[], question: ModeQuestion, runbookDefault: Mode): Mode {
  const rule = rules.find(
    ({ runbook, target, severity }) =>
      (runbook === null || runbook === question.runbook) &&
      (target === null || (question.target !== null && matchesTarget(target, question.target))) &&
      (severity === null || severity === question.severity),
  );
  return rule?.mode ?? runbookDefault;
}

/** Whether a target lies at or below a pattern, part by part; `*` stands for any one part. */
export function matchesTarget(pattern: string, target: Target): boolean {
  const parts = target.split('/');
  return pattern.split('/').every((part, index) => part === parts[index] || (part === '*' && index < parts.length));
}

/** Whether a text is a pattern for {@link matchesTarget} that can match a target at all: a misspelt one protects nothing. */
export function isTargetPattern(text: string): boolean {
  const [kind = '', ...parts] = text.split('/');
  if (text.length > maxKeyBytes || !(kind === '*' || isTargetKind(kind))) return false;
  return parts.every((part) => part === '*' || isCanonicalPath(part));
}
