import { activityInfo } from '@temporalio/activity';
import type { AuditLog } from '../clients/audit/audit-log.ts';
import type { AuditRecord } from '../model/audit.ts';
import type { OperatorRequest, OperatorRequests, RequestSubject } from '../model/operators/request.ts';
import type { SenderIdentity } from '../model/remediation/sender.ts';
import type { FindSender } from './senders.ts';
import { identifyOwnSender } from './senders.ts';

export interface RequestDependencies {
  readonly audit: AuditLog;
  readonly findSender: FindSender;
}

/** The activity that puts on record what operators ask an incident for. */
export function createRequestActivities({ audit, findSender }: RequestDependencies) {
  return {
    async recordRequests({ requests, ...about }: OperatorRequests): Promise<void> {
      const { workflowId = '' } = activityInfo().workflowExecution ?? {};
      await Promise.all(
        requests.map(async (request) => {
          const sender = request.message && (await identifyOwnSender(findSender, request.message));
          await audit.write(requestRecord(workflowId, about, request, sender));
        }),
      );
    },
  };
}

/** The record of what somebody asked for. */
export function requestRecord(
  incident: string,
  { target, runbook }: RequestSubject,
  { ask, by, comment, refusal }: OperatorRequest,
  sender: SenderIdentity | null,
): AuditRecord {
  const about = { at: new Date().toISOString(), incident, target, runbook, plan: null, step: null, key: null };
  const actor = { by, identity: sender?.principal ?? sender?.claimed ?? null, verified: sender?.verified ?? false };
  return { kind: refusal ? 'operator-refused' : 'operator-request', ...about, ask, ...actor, comment, refusal };
}
