import type { WorkflowHandle } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { remediationWorkflowId } from '../../../model/names.ts';
import type { WatchedService } from './watched-service.ts';
import type { CrashWorld } from './world.ts';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

/** Has a service's repair played again from its last task before its first approval, as `Reset` in the Temporal UI does. */
export function resetToBeforeApproval(world: CrashWorld, service: WatchedService): Promise<void> {
  return reset(world, service, ({ events }) => {
    const approval = events?.find((event) => event.workflowExecutionSignaledEventAttributes);
    const before = events?.filter(({ eventId }) => Number(eventId) < Number(approval?.eventId));
    return before?.findLast((event) => event.workflowTaskCompletedEventAttributes)?.eventId;
  });
}

/** The same from the task that sent its nth action, counted from 1, undoing included. */
export function resetToBeforeAction(world: CrashWorld, service: WatchedService, nth: number): Promise<void> {
  return reset(world, service, ({ events }) => {
    const sent = events?.flatMap(({ activityTaskScheduledEventAttributes: scheduled }) =>
      scheduled?.activityType?.name === 'performAction' ? [scheduled] : [],
    );
    return sent?.[nth - 1]?.workflowTaskCompletedEventId;
  });
}

async function reset(
  { client }: CrashWorld,
  { target }: WatchedService,
  taskIn: (history: History) => Parameters<typeof Number>[0],
): Promise<void> {
  const workflowId = remediationWorkflowId(target);
  const { runId } = await client.workflow.getHandle(workflowId).describe();
  const task = taskIn(await client.workflow.getHandle(workflowId, runId).fetchHistory());
  await client.workflowService.resetWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId, runId },
    reason: 'a test of Reset',
    workflowTaskFinishEventId: task as never,
    requestId: randomUUID(),
  });
}
