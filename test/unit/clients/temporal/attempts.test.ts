import type { Client } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { isAwaited } from '../../../../clients/temporal/attempts.ts';

const attempt = { workflowId: 'remediation:host/host-1', runId: 'run', activityId: '7', attempt: 3 };

/** `temporal.api.enums.v1`: of a run, and of an activity. */
const [running, terminated] = [1, 5];
const [scheduled, started, cancelRequested] = [1, 2, 3];
const pending = { activityId: '7', attempt: 3, state: started };

/** A client whose server describes every run so. */
function clientDescribing(description: () => unknown, requests: unknown[] = []): Client {
  const parts = {
    connection: { withDeadline: (_deadline: number, run: () => Promise<unknown>) => run() },
    workflowService: {
      async describeWorkflowExecution(request: unknown) {
        requests.push(request);
        return description();
      },
    },
    options: { namespace: 'default' },
  };
  return parts as unknown as Client;
}

describe('an attempt', () => {
  it.each([
    { what: 'is under way', change: {} },
    { what: 'is under way and shall be cancelled', change: { state: cancelRequested } },
  ])('is awaited while it $what', async ({ change }) => {
    const requests: unknown[] = [];
    const client = clientDescribing(
      () => ({
        workflowExecutionInfo: { status: running },
        pendingActivities: [
          { ...pending, activityId: '6', attempt: 1 },
          { ...pending, ...change },
        ],
      }),
      requests,
    );

    expect(await isAwaited(client, attempt)).toBe(true);
    expect(requests).toEqual([{ namespace: 'default', execution: { workflowId: attempt.workflowId, runId: 'run' } }]);
  });

  it.each([
    {
      what: 'it was given up and waits to be tried again',
      status: running,
      activities: [{ ...pending, state: scheduled }],
    },
    { what: 'a later one is under way', status: running, activities: [{ ...pending, attempt: 4 }] },
    { what: 'another activity is under way only', status: running, activities: [{ ...pending, activityId: '8' }] },
    { what: 'no activity is under way', status: running, activities: [] },
    { what: 'the server names no activities', status: running, activities: undefined },
    { what: 'its run has ended', status: terminated, activities: [pending] },
  ])('is not awaited where $what', async ({ status, activities: pendingActivities }) => {
    const client = clientDescribing(() => ({ workflowExecutionInfo: { status }, pendingActivities }));

    expect(await isAwaited(client, attempt)).toBe(false);
  });

  it('is neither where the server cannot be asked', async () => {
    const client = clientDescribing(() => {
      throw new Error('outage');
    });

    await expect(isAwaited(client, attempt)).rejects.toThrow('outage');
  });
});
