import type { Client } from '@temporalio/client';
import {
  WithStartWorkflowOperation,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { Caps } from '../../model/guard/decide.ts';
import type { Claim, ClaimAnswer, RepairEnd } from '../../model/guard/ledger.ts';
import { guardWorkflowId, messageNames, taskQueue, workflowTypes } from '../../model/names.ts';

/** How repairs talk to the guards of their failure domains. */
export interface GuardClient {
  /** Asks whether a repair may begin; the guard begins where there is none. */
  claim(domain: string, claim: Claim, caps: Caps): Promise<ClaimAnswer>;
  /** Says how a repair ended, and gives its place back. Where there is no guard there is no place to give back. */
  settle(domain: string, id: string, end: RepairEnd): Promise<void>;
}

/** Makes the client. Every call has to end within the deadline, in milliseconds. */
export function createGuardClient(client: Client, deadlineMs: number): GuardClient {
  const inTime = <T>(call: () => Promise<T>): Promise<T> =>
    client.connection.withDeadline(Date.now() + deadlineMs, call);

  return {
    claim: (domain, claim, caps) =>
      inTime(() =>
        client.workflow.executeUpdateWithStart(messageNames.claim, {
          args: [claim, caps],
          startWorkflowOperation: new WithStartWorkflowOperation(workflowTypes.guard, {
            workflowId: guardWorkflowId(domain),
            taskQueue,
            args: [{}],
            workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
            workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
            staticSummary: `repairs of ${domain}`,
          }),
        }),
      ),

    async settle(domain, id, end) {
      const handle = client.workflow.getHandle(guardWorkflowId(domain));
      try {
        await inTime(() => handle.signal(messageNames.settle, { id, end }));
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },
  };
}
