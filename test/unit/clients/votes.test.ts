import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { askToUndo, castVote, sendVote } from '../../../clients/temporal/operators/votes.ts';

const vote = { code: '1a2b3c4d', by: 'kim', comment: null };
const target = 'host/web-1/service/shop';

/** A server that answers every call in one way, and keeps what it was asked. */
function aServer(answer: () => Promise<unknown>) {
  const calls: unknown[] = [];
  const handle = (workflowId: string) => ({
    signal: (...signal: readonly unknown[]) => (calls.push([workflowId, ...signal]), answer()),
    executeUpdate: (...update: readonly unknown[]) => (calls.push([workflowId, ...update]), answer()),
  });
  return { client: { workflow: { getHandle: handle } } as unknown as Client, calls };
}

const gone = () => Promise.reject(new WorkflowNotFoundError('none', `remediation:${target}`, undefined));

describe('a vote by a signal', () => {
  it('is stored with the repair of the target', async () => {
    const { client, calls } = aServer(async () => undefined);

    expect(await sendVote(client, target, 'deny', vote)).toBe(true);
    expect(calls).toEqual([[`remediation:${target}`, 'deny', vote]]);
  });

  it.each([
    ['no repair is under way', gone, false],
    ['an undo', gone, false],
  ])('says when %s', async (what, answer, stored) => {
    const { client } = aServer(answer);

    const asked = what === 'an undo' ? askToUndo(client, target, 'kim') : sendVote(client, target, 'approve', vote);

    expect(await asked).toBe(stored);
  });

  it('does not take an outage for a repair that has ended', async () => {
    const { client } = aServer(() => Promise.reject(new Error('outage')));

    await expect(sendVote(client, target, 'approve', vote)).rejects.toThrow('outage');
  });
});

describe('a vote by an update', () => {
  it('is unheard when no worker takes it in', async () => {
    const { client } = aServer(() => Promise.reject(new WorkflowUpdateRPCTimeoutOrCancelledError('too late')));

    expect(await castVote(client, target, 'approve', vote)).toEqual({ outcome: 'unheard' });
  });
});
