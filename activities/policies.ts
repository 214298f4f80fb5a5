import type { Severity } from '../model/alert/alert.ts';
import { allowedMode } from '../model/kubernetes/alerts/allowed-mode.ts';
import type { RunbookName } from '../model/names.ts';
import type {
  AttemptPolicy,
  ChannelRef,
  IncidentPolicy,
  Mode,
  ModeRule,
  ReviewOrder,
  VerificationPolicy,
} from '../model/remediation/policy.ts';
import type { ApprovalPolicy } from '../model/remediation/policy.ts';
import { decideMode } from '../model/remediation/policy.ts';
import type { Target } from '../model/target.ts';

/** The operators' policy, as the worker's configuration holds it. */
export interface Policy {
  readonly modes: readonly ModeRule[];
  readonly verification: VerificationPolicy;
  readonly incident: IncidentPolicy;
  readonly approval: ApprovalPolicy;
  readonly patienceMs: number;
  readonly channels: readonly ChannelRef[];
  /** Who gets post-incident reports; null where nobody does. */
  readonly review: ReviewOrder | null;
  /** What each runbook may do where no rule matches. */
  readonly defaultModes: Readonly<Record<RunbookName, Mode>>;
}

/** What a workflow asks the policy about; no runbook where none answers. */
interface PolicyQuestion {
  readonly runbook: RunbookName | null;
  readonly target: Target | null;
  readonly severity: Severity;
  /** The names of the alerts that fire. */
  readonly alerts: readonly string[];
}

/** The activity that tells workflows what the configuration says now. */
export function createPolicyActivities(policy: Policy) {
  return {
    readPolicy: async (question: PolicyQuestion): Promise<AttemptPolicy> => ({
      mode: modeFor(question, policy),
      verification: policy.verification,
      incident: policy.incident,
      approval: policy.approval,
      patienceMs: policy.patienceMs,
      channels: policy.channels,
      ...(policy.review ? { review: policy.review } : {}),
    }),
  };
}

function modeFor({ runbook, target, severity, alerts }: PolicyQuestion, { modes, defaultModes }: Policy): Mode {
  if (!runbook) return 'observe';
  const mode = decideMode(modes, { runbook, target, severity }, defaultModes[runbook]);
  return allowedMode(mode, { runbook, target, alerts });
}
