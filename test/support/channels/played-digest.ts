import type { WorkflowHandle } from '@temporalio/client';
import { WorkflowIdReusePolicy } from '@temporalio/client';
import { messageNames, workflowTypes } from '../../../model/names.ts';
import { digestWorkflowId } from '../../../model/notices/digest-id.ts';
import type { Gathered } from '../../../model/notices/digest.ts';
import { minutes } from '../played/mock-world.ts';
import type { Play } from '../played/test-bed.ts';

/** Hands over a report to a digest, as activities do; it gathers for a minute. */
export async function startDigest(
  { env, taskQueue }: Play,
  report: Gathered,
  { channel = taskQueue }: { readonly channel?: string } = {},
): Promise<WorkflowHandle> {
  const workflowId = digestWorkflowId(channel, null);
  await env.client.workflow.signalWithStart(workflowTypes.digest, {
    workflowId,
    taskQueue,
    args: [{ channel: { type: 'slack', index: 1 }, to: null, withinMs: 1 * minutes }],
    signal: messageNames.gather,
    signalArgs: [report],
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
  });
  // Whichever run is the newest.
  return env.client.workflow.getHandle(workflowId);
}
