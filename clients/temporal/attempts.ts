import type { Client } from '@temporalio/client';

/** One attempt at an activity, as the worker knows it that makes it. */
export interface Attempt {
  readonly workflowId: string;
  readonly runId: string;
  readonly activityId: string;
  /** Counted from 1. */
  readonly attempt: number;
}

const deadlineMs = 5_000;

/** `temporal.api.enums.v1.WorkflowExecutionStatus`: the run goes on. */
const running = 1;
/** `temporal.api.enums.v1.PendingActivityState`: it waits for its next attempt. */
const scheduled = 1;

/**
 * Whether the server still waits for an attempt. It does not where the attempt was given up, because its
 * worker was silent or took too long, nor where the run has ended, be it by a Reset. A worker that was
 * asleep learns of that only by asking.
 */
export async function isAwaited(client: Client, { workflowId, runId, activityId, attempt }: Attempt): Promise<boolean> {
  const { workflowExecutionInfo, pendingActivities } = await client.connection.withDeadline(
    Date.now() + deadlineMs,
    () =>
      client.workflowService.describeWorkflowExecution({
        namespace: client.options.namespace,
        execution: { workflowId, runId },
      }),
  );
  if (Number(workflowExecutionInfo?.status) !== running) return false;
  const pending = pendingActivities?.find((activity) => activity.activityId === activityId);
  return pending?.attempt === attempt && Number(pending.state) !== scheduled;
}
