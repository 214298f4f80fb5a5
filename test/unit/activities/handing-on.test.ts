import { describe, expect, it } from 'vitest';
import { createHandingOnActivities } from '../../../activities/handing-on.ts';
import type { VoteOutcome } from '../../../clients/temporal/operators/votes.ts';
import type { OwnMessageRef } from '../../../model/remediation/sender.ts';
import { asActivity } from '../../support/acting/activity.ts';
import { aFailure, failureOf } from '../../support/acting/failures.ts';

const target = 'host/web-1/service/shop';
const vote = { code: '1a2b3c4d', by: 'alex', comment: null };
const workflowExecution = { workflowId: `incident:${target}`, runId: 'the-run-that-asks' };

/** Hands a vote on to a remediation that answers in the given way. */
function handOn(answer: () => Promise<VoteOutcome>, message: OwnMessageRef = { kind: 'update', id: 'u-1' }) {
  const cast: unknown[][] = [];
  const activities = createHandingOnActivities({ castVote: (...parts) => (cast.push(parts), answer()) });
  const reply = () =>
    asActivity(() => activities.handOnVote({ target, ballot: 'approve', vote, message }), { workflowExecution });
  return { cast, reply };
}

describe('handOnVote', () => {
  it('casts the vote with the place where it came in, and tells the answer', async () => {
    const { cast, reply } = handOn(async () => ({ outcome: 'counted', state: '1 of 2 approvals' }));

    expect(await reply()).toEqual({ refusal: null, state: '1 of 2 approvals' });
    const handedOn = { runId: 'the-run-that-asks', message: { kind: 'update', id: 'u-1' } };
    expect(cast).toEqual([[target, 'approve', { ...vote, handedOn }, expect.stringMatching(/^[0-9a-f]{64}$/)]]);
  });

  it('casts the same message under one name however often, and another one under another', async () => {
    const names: unknown[] = [];
    for (const nth of [0, 0, 1]) {
      const { cast, reply } = handOn(async () => ({ outcome: 'no-repair' }), { kind: 'signal', name: 'approve', nth });
      await reply();
      names.push(cast[0]?.[3]);
    }

    expect(names[0]).toBe(names[1]);
    expect(names[0]).not.toBe(names[2]);
  });

  it.each<[VoteOutcome, unknown]>([
    [
      { outcome: 'refused', because: 'too late', refusal: 'expired' },
      { refusal: 'expired', because: 'too late' },
    ],
    [{ outcome: 'no-repair' }, { refusal: 'nothing-asked', because: 'no plan waits for an approval here' }],
  ])('tells of %j why the vote does not count', async (outcome, reply) => {
    expect(await handOn(async () => outcome).reply()).toEqual(reply);
  });

  it.each<[string, () => Promise<VoteOutcome>]>([
    ['no worker took it in', async () => ({ outcome: 'unheard' })],
    ['Temporal does not answer', () => Promise.reject(new Error('14 UNAVAILABLE'))],
  ])('is tried again where %s', async (_what, answer) => {
    expect(await failureOf(handOn(answer).reply)).toMatchObject(aFailure('TemporalUnavailable'));
  });
});
