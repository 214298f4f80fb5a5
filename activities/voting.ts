import type { AuditLog } from '../clients/audit/audit-log.ts';
import type { AuditRecord } from '../model/audit.ts';
import type { ApprovalRequest } from '../model/remediation/approval.ts';
import type { RemediationOrder } from '../model/remediation/remediation.ts';
import type { MessageRef, SenderIdentity } from '../model/remediation/sender.ts';
import type { CastVote, CastVotes } from '../model/remediation/vote.ts';
import type { FindSender } from './senders.ts';
import { identifyVoter } from './senders.ts';

export interface VotingDependencies {
  readonly audit: AuditLog;
  readonly findSender: FindSender;
}

/** Whose approvals and votes are recorded. */
type Repair = Pick<RemediationOrder, 'incident' | 'target' | 'runbook'>;

/** An approval that was asked for. */
interface AskedApproval extends Repair {
  readonly request: ApprovalRequest;
}

/** The activities around approvals: who votes, and the records of what was asked and answered. */
export function createVotingActivities({ audit, findSender }: VotingDependencies) {
  return {
    /** Null stands for a vote that only claims to have been handed on. */
    identifySenders: (messages: readonly MessageRef[]): Promise<readonly (SenderIdentity | null)[]> =>
      Promise.all(messages.map((message) => identifyVoter(findSender, message))),

    async recordApprovalRequest({ request, ...repair }: AskedApproval): Promise<void> {
      const { plan, step, quorum, requestedBy, expiresAt } = request;
      const about = { at: new Date().toISOString(), ...repair, plan, step, key: null };
      await audit.write({ kind: 'approval-requested', ...about, quorum, requestedBy, expiresAt });
    },

    async recordVotes(cast: CastVotes): Promise<void> {
      await recordVotes(audit, cast);
    },
  };
}

/** Writes votes to the audit, those that count and those that do not. */
export async function recordVotes(audit: AuditLog, { votes, ...repair }: CastVotes): Promise<void> {
  await Promise.all(votes.map((vote) => audit.write(recordOf(repair, vote))));
}

function recordOf(repair: Repair, { ballot, vote, sender, refusal, request }: CastVote): AuditRecord {
  const { by, comment } = vote;
  const identity = sender?.principal ?? sender?.claimed ?? null;
  const told = { ballot, by, comment, identity, verified: sender?.verified ?? false };
  const about = { at: new Date().toISOString(), ...repair, key: null };
  if (refusal || !request) {
    const { plan = null, step = null } = request ?? {};
    return { kind: 'approval-refused', ...about, plan, step, ...told, refusal: refusal ?? 'nothing-asked' };
  }
  return { kind: 'approval', ...about, plan: request.plan, step: request.step, ...told };
}
