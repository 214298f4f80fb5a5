import type { Client } from '@temporalio/client';
import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { castVote } from '../../../../clients/temporal/operators/votes.ts';
import type { Vote } from '../../../../model/remediation/vote.ts';

const target = 'host/host-1/service/web';
const vote: Vote = { code: 'abcd1234', by: 'alice', comment: null };
const missing = new WorkflowNotFoundError('none', `remediation:${target}`, undefined);

/** A Temporal client whose one workflow answers every message the given way. */
function aClient(answer: () => Promise<unknown>) {
  const sent: (readonly unknown[])[] = [];
  const getHandle = (workflowId: string) => ({
    executeUpdate: (...message: readonly unknown[]) => (sent.push([workflowId, ...message]), answer()),
    signal: (...message: readonly unknown[]) => (sent.push([workflowId, ...message]), answer()),
  });
  return { client: { workflow: { getHandle } } as unknown as Client, sent };
}

describe('castVote', () => {
  it.each(['approve', 'deny'] as const)('sends a vote to %s to the repair of the target', async (ballot) => {
    const { client, sent } = aClient(async () => ({ counted: true, state: '1 of 2 approvals' }));

    const outcome = await castVote(client, target, ballot, vote);

    expect(outcome).toEqual({ outcome: 'counted', state: '1 of 2 approvals' });
    expect(sent).toEqual([[`remediation:${target}`, ballot, { args: [vote] }]]);
  });

  it.each([
    [
      'what the repair said to it',
      ApplicationFailure.nonRetryable('the time to decide is over', 'VoteRefused', { refusal: 'expired' }),
      { because: 'the time to decide is over', refusal: 'expired' },
    ],
    ['at least that it was', undefined, { because: 'Workflow Update failed', refusal: 'nothing-asked' }],
    [
      'at least that it was, also in words of a later version',
      ApplicationFailure.nonRetryable('it is too late', 'VoteRefused', { refusal: 'too-late' }),
      { because: 'it is too late', refusal: 'nothing-asked' },
    ],
  ])('tells of a refused vote %s', async (_what, cause, told) => {
    const { client } = aClient(() => Promise.reject(new WorkflowUpdateFailedError('Workflow Update failed', cause)));

    expect(await castVote(client, target, 'approve', vote)).toEqual({ outcome: 'refused', ...told });
  });

  it('says that there is no repair to vote on', async () => {
    const { client } = aClient(() => Promise.reject(missing));

    expect(await castVote(client, target, 'approve', vote)).toEqual({ outcome: 'no-repair' });
  });

  it('says that no worker took the vote in while there was time', async () => {
    const { client } = aClient(() => Promise.reject(new WorkflowUpdateRPCTimeoutOrCancelledError('timed out')));

    expect(await castVote(client, target, 'approve', vote)).toEqual({ outcome: 'unheard' });
  });

  it('does not take an outage for an answer', async () => {
    const { client } = aClient(() => Promise.reject(new Error('outage')));

    await expect(castVote(client, target, 'approve', vote)).rejects.toThrow('outage');
  });
});
