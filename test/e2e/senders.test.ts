import type { WorkflowHandle } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { identifyOwnSender } from '../../activities/senders.ts';
import { findSender } from '../../clients/temporal/message-senders.ts';
import type { OwnMessageRef, SenderIdentity } from '../../model/remediation/sender.ts';
import type { DevWorker } from '../support/temporal/dev-worker.ts';
import { startDevWorker } from '../support/temporal/dev-worker.ts';
import type * as workflows from '../support/workflows/asked.ts';

const taskQueue = 'senders';
let dev: DevWorker;

beforeAll(async () => {
  dev = await startDevWorker({
    workflows: 'asked',
    taskQueue,
    activities: (client) => ({
      identifySenders: ([message]: readonly [OwnMessageRef]) =>
        identifyOwnSender((question) => findSender(client, question), message).then((sender) => [sender]),
    }),
  });
});

afterAll(() => dev[Symbol.asyncDispose]());

/** Starts the workflow that wants to know who its messages are from. */
async function anAskedWorkflow(): Promise<string> {
  const workflowId = `asked-${randomUUID()}`;
  await dev.clientOf('starter').workflow.start<typeof workflows.asked>('asked', { taskQueue, workflowId });
  return workflowId;
}

/** The workflow as one of its callers holds it. */
function heldBy(identity: string, workflowId: string): WorkflowHandle {
  return dev.clientOf(identity).workflow.getHandle(workflowId);
}

/** Waits until the workflow has found out who sent so many messages. */
async function sendersOf(workflowId: string, count: number): Promise<readonly SenderIdentity[]> {
  return vi.waitFor(
    async () => {
      const senders = await heldBy('reader', workflowId).query<readonly SenderIdentity[]>('senders');
      expect(senders.length).toBeGreaterThanOrEqual(count);
      return senders;
    },
    { timeout: 60_000, interval: 100 },
  );
}

/** Resets the workflow to the end of its first task, or of its last one. */
async function resetTo(workflowId: string, task: 'first' | 'last'): Promise<void> {
  const handle = heldBy('resetter', workflowId);
  const { events } = await handle.fetchHistory();
  const ends = (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes);
  const end = task === 'first' ? ends[0] : ends.at(-1);
  const { runId } = await handle.describe();
  await dev.clientOf('resetter').workflowService.resetWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId, runId },
    reason: 'a test of Reset',
    workflowTaskFinishEventId: end?.eventId ?? null,
    requestId: randomUUID(),
  });
}

const fromAlice: SenderIdentity = { claimed: 'alice', principal: null, verified: false, replayed: false };

describe('on a server without authentication', () => {
  it('a signal and an Update bear the name that their sender gave, and nobody vouches for it', async () => {
    const workflowId = await anAskedWorkflow();

    await heldBy('alice', workflowId).signal('approve');
    await heldBy('', workflowId).signal('approve');
    const answer = await heldBy('bob', workflowId).executeUpdate<SenderIdentity, []>('approve');
    const senders = await sendersOf(workflowId, 3);

    expect(answer).toEqual({ ...fromAlice, claimed: 'bob' });
    expect(senders).toHaveLength(3);
    expect(senders).toEqual(expect.arrayContaining([fromAlice, { ...fromAlice, claimed: null }, answer]));
  });
});

describe('after a Reset', () => {
  it('approvals that it brought back are known as such, and fresh ones too', async () => {
    const workflowId = await anAskedWorkflow();
    await heldBy('alice', workflowId).signal('approve');
    await heldBy('bob', workflowId).executeUpdate('approve');
    await sendersOf(workflowId, 2);

    await resetTo(workflowId, 'first');
    const broughtBack = await sendersOf(workflowId, 2);
    await heldBy('carol', workflowId).signal('approve');
    const fresh = await sendersOf(workflowId, 3);

    expect(broughtBack).toEqual(
      expect.arrayContaining([
        { ...fromAlice, replayed: true },
        { ...fromAlice, claimed: 'bob', replayed: true },
      ]),
    );
    expect(fresh.at(-1)).toEqual({ ...fromAlice, claimed: 'carol' });
  });

  it('an approval from before it is known as old when it is looked up again', async () => {
    const workflowId = await anAskedWorkflow();
    await heldBy('alice', workflowId).signal('approve');
    await sendersOf(workflowId, 1);

    await resetTo(workflowId, 'last');
    await heldBy('bob', workflowId).signal('act');
    const senders = await sendersOf(workflowId, 2);

    expect(senders).toEqual([fromAlice, { ...fromAlice, replayed: true }]);
  });
});
