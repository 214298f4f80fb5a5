import type { Context } from '@temporalio/activity';
import { activityInfo } from '@temporalio/activity';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';

/** Where a worker is, as it tells the control before it goes on. */
export interface Passage {
  /** The id of the workflow, in which the name of the service stands. */
  readonly workflowId: string;
  readonly activity: string;
  /** The same for every attempt at one activity. */
  readonly id: string;
  readonly attempt: number;
  /** Such as `before`, or `after the effect`. */
  readonly moment: string;
  /** Of the worker. */
  readonly pid: number;
}

/** Tells the control where the current activity is, and waits until it may go on. */
export async function pass(control: string, moment: string): Promise<void> {
  const { workflowExecution, activityType, activityId, attempt } = activityInfo();
  const { workflowId = '', runId = '' } = workflowExecution ?? {};
  const passage: Passage = {
    workflowId,
    activity: activityType,
    id: `${runId} ${activityId}`,
    attempt,
    moment,
    pid: process.pid,
  };
  const response = await fetch(`${control}/points`, { method: 'POST', body: JSON.stringify(passage) });
  await response.arrayBuffer();
}

/** Has every activity tell of its begin and of its end, which Temporal does not know of yet. */
export function reportPoints(control: string): ActivityInterceptorsFactory {
  return (_context: Context) => ({
    inbound: {
      async execute(input, next) {
        await pass(control, 'before');
        try {
          return await next(input);
        } finally {
          await pass(control, 'after');
        }
      },
    },
  });
}
