import type { Caps } from '../../model/guard/decide.ts';
import type { GuardGroup } from '../../model/guard/group.ts';
import type { ApprovalPolicy } from '../../model/remediation/policy.ts';
import type { MaintenanceWindow } from '../../model/standing/maintenance.ts';
import type { ModeRule } from '../../model/remediation/policy.ts';
import type { Config } from '../config.ts';
import { groupOf } from '../schema/guard.ts';
import type { ConfigFile } from '../schema/config-file.ts';

type PolicyFile = ConfigFile['policy'];

/** Turns what the file says of policy into what the processes use. */
export function resolvePolicy({
  modes,
  verification,
  incident,
  maintenance,
  approval,
  guard,
}: PolicyFile): Config['policy'] {
  return {
    modes: modes.map(modeRuleOf),
    verification: { withinMs: verification.within, holdMs: verification.hold, checks: verification.checks },
    incident: {
      holdDownMs: incident.holdDown,
      clearWithinMs: incident.clearWithin,
      staleAfterMs: incident.staleAfter,
      maxAttempts: incident.maxAttempts,
    },
    approval: approvalOf(approval),
    patienceMs: guard.patience,
    maintenance: maintenance.flatMap(windowOf),
    guard: {
      caps: capsOf(guard),
      domains: guard.domains,
      dependencies: guard.dependencies,
      groups: guard.groups.map(groupOfFile),
    },
  };
}

function modeRuleOf({ runbook, target, severity, mode }: PolicyFile['modes'][number]): ModeRule {
  return { runbook: runbook ?? null, target: target ?? null, severity: severity ?? null, mode };
}

function approvalOf({ approvers, groups, quorum, ...rest }: PolicyFile['approval']): ApprovalPolicy {
  const people = approvers.flatMap((approver) => groups[groupOf(approver) ?? ''] ?? [approver]);
  return {
    approvers: [...new Set(people)],
    quorum,
    deadlineMs: rest.deadline,
    reminderMs: rest.reminder,
    requireVerified: rest.requireVerified,
  };
}

function capsOf({ attempts, coolDown, perHour, parallel, storm }: PolicyFile['guard']): Caps {
  return {
    attempts: { max: attempts.max, withinMs: attempts.within },
    coolDownMs: coolDown,
    perHour,
    parallel,
    storm: { targets: storm.targets, withinMs: storm.within, coolDownMs: storm.coolDown },
  };
}

function groupOfFile({ name, targets, maxUnavailable }: PolicyFile['guard']['groups'][number]): GuardGroup {
  const cap =
    typeof maxUnavailable === 'number'
      ? { count: maxUnavailable }
      : { share: Number.parseInt(maxUnavailable, 10) / 100 };
  return { name, targets, maxUnavailable: cap };
}

/** One window for one description, which says either of the two. */
function windowOf(window: PolicyFile['maintenance'][number]): readonly MaintenanceWindow[] {
  const { name, target = null, runbook = null, weekly, absolute } = window;
  const common = { name, target, runbook };
  if (weekly) return [{ ...common, when: { kind: 'weekly', ...weekly } }];
  return absolute ? [{ ...common, when: { kind: 'absolute', ...absolute } }] : [];
}
