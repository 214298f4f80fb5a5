import type { Client } from '@temporalio/client';
import { WorkflowIdReusePolicy } from '@temporalio/client';
import { messageNames, taskQueue, workflowTypes } from '../../model/names.ts';
import { digestSummary, digestWorkflowId } from '../../model/notices/digest-id.ts';
import type { Gathered } from '../../model/notices/digest.ts';
import type { Recipient } from '../../model/notices/notice.ts';
import type { ChannelRef } from '../../model/remediation/policy.ts';

/** Whom a digest is for, and how long it gathers. */
export interface DigestOrder {
  /** What the configuration calls the channel. */
  readonly name: string;
  readonly channel: ChannelRef;
  readonly to: Recipient | null;
  readonly withinMs: number;
}

/** How reports get into a digest. */
export interface DigestClient {
  /** Adds a report to the digest, which begins where there is none. Added twice it counts once. */
  gather(order: DigestOrder, report: Gathered): Promise<void>;
}

/** Makes the client. Every call has to end within the deadline, in milliseconds. */
export function createDigestClient(client: Client, deadlineMs: number): DigestClient {
  return {
    async gather({ name, channel, to, withinMs }, report) {
      const person = to && to.person;
      await client.connection.withDeadline(Date.now() + deadlineMs, () =>
        client.workflow.signalWithStart(workflowTypes.digest, {
          workflowId: digestWorkflowId(name, person),
          taskQueue,
          args: [{ channel, to, withinMs }],
          signal: messageNames.gather,
          signalArgs: [report],
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          staticSummary: digestSummary(name, person),
        }),
      );
    },
  };
}
