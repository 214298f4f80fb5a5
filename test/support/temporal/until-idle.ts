import type { WorkflowHandle } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { setTimeout as wait } from 'node:timers/promises';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;
type Attributes = keyof HistoryEvent;

/** What begins something, and all that can end it. */
const pairs: readonly (readonly [Attributes, readonly Attributes[]])[] = [
  [
    'workflowTaskScheduledEventAttributes',
    [
      'workflowTaskCompletedEventAttributes',
      'workflowTaskFailedEventAttributes',
      'workflowTaskTimedOutEventAttributes',
    ],
  ],
  [
    'activityTaskScheduledEventAttributes',
    [
      'activityTaskCompletedEventAttributes',
      'activityTaskFailedEventAttributes',
      'activityTaskTimedOutEventAttributes',
      'activityTaskCanceledEventAttributes',
    ],
  ],
];

/**
 * Waits until a workflow does nothing but wait. Whatever else is under way when the worker goes would hold
 * the server's clock still for ever.
 */
export async function untilIdle(handle: WorkflowHandle): Promise<void> {
  while (!isIdle((await handle.fetchHistory()).events ?? [])) await wait(20);
}

function isIdle(events: readonly HistoryEvent[]): boolean {
  const countOf = (attributes: Attributes): number => events.filter((event) => event[attributes]).length;
  return pairs.every(([begin, ends]) => countOf(begin) === ends.reduce((sum, end) => sum + countOf(end), 0));
}
