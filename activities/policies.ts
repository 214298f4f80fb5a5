import type { Labels, Severity } from '../model/alert/alert.ts';
import type { EscalationRule } from '../model/escalation/rule.ts';
import { policyFor } from '../model/escalation/rule.ts';
import { allowedMode } from '../model/kubernetes/alerts/allowed-mode.ts';
import type { RunbookName } from '../model/names.ts';
import type {
  AlertmanagerPolicy,
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
  /** The first that matches an incident says whom it wakes. */
  readonly escalations: readonly EscalationRule[];
  /** Null where no Alertmanager can be asked. */
  readonly alertmanager: AlertmanagerPolicy | null;
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
  /** Their labels; absent in what older workflows ask. */
  readonly labels?: readonly Labels[];
}

/** The activity that tells workflows what the configuration says now. */
export function createPolicyActivities(policy: Policy) {
  return {
    async readPolicy(question: PolicyQuestion): Promise<AttemptPolicy> {
      const escalation = policyFor(policy.escalations, { ...question, labels: question.labels ?? [] });
      return {
        mode: modeFor(question, policy),
        verification: policy.verification,
        incident: policy.incident,
        approval: policy.approval,
        patienceMs: policy.patienceMs,
        channels: policy.channels,
        dropsSuperseded: true,
        // An old history has none, and a workflow does nothing about it where it is absent.
        ...(policy.alertmanager ? { alertmanager: policy.alertmanager } : {}),
        ...(escalation ? { escalation } : {}),
        ...(policy.review ? { review: policy.review } : {}),
      };
    },
  };
}

function modeFor({ runbook, target, severity, alerts }: PolicyQuestion, { modes, defaultModes }: Policy): Mode {
  if (!runbook) return 'observe';
  const mode = decideMode(modes, { runbook, target, severity }, defaultModes[runbook]);
  return allowedMode(mode, { runbook, target, alerts });
}
