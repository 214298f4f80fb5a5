import { describe, expect, it } from 'vitest';
import type { VotingDependencies } from '../../../activities/voting.ts';
import { createVotingActivities, recordVotes } from '../../../activities/voting.ts';
import type { ApprovalRequest } from '../../../model/remediation/approval.ts';
import type { SenderIdentity } from '../../../model/remediation/sender.ts';
import type { CastVote } from '../../../model/remediation/vote.ts';
import { asActivity } from '../../support/acting/activity.ts';
import { anAudit, recordsIn } from '../../support/audit/audit.ts';
import { isoSecond } from '../../support/builders.ts';

const repair = {
  incident: 'incident:host/host-1/service/web',
  target: 'host/host-1/service/web',
  runbook: 'service-down',
} as const;

const request: ApprovalRequest = {
  plan: 'f00d',
  step: 1,
  code: 'abcd1234',
  quorum: 2,
  requestedBy: 'bob',
  expiresAt: isoSecond(600),
};

const alice: SenderIdentity = { claimed: 'alice@client', principal: 'alice', verified: true, replayed: false };

/** A vote of alice that counts. */
function aCastVote(changes: Partial<CastVote> = {}): CastVote {
  return {
    ballot: 'approve',
    message: { kind: 'update', id: 'u-1' },
    sender: alice,
    vote: { code: request.code, by: 'alice', comment: 'go ahead' },
    refusal: null,
    request,
    ...changes,
  };
}

async function voting(findSender: VotingDependencies['findSender'] = () => Promise.resolve(undefined)) {
  const { audit, auditFile } = await anAudit();
  return { activities: createVotingActivities({ audit, findSender }), records: () => recordsIn(auditFile) };
}

describe('identifySenders', () => {
  it('says who sent a message to the run that asks', async () => {
    const sender = { identity: 'alice@client', principal: { type: 'jwt', name: 'alice' }, at: isoSecond(0) };
    const { activities } = await voting(async () => ({ ...sender, replayed: false }));

    const identities = await asActivity(() => activities.identifySenders([{ kind: 'update', id: 'u-1' }]));

    expect(identities).toEqual([alice]);
  });

  it('answers for many messages in their order', async () => {
    const { activities } = await voting(async ({ message }) => ({
      identity: message.kind === 'update' ? message.id : `${message.name} ${message.nth}`,
      principal: null,
      at: isoSecond(0),
      replayed: false,
    }));

    const identities = await asActivity(() =>
      activities.identifySenders([
        { kind: 'signal', name: 'approve', nth: 1 },
        { kind: 'update', id: 'u-1' },
        { kind: 'signal', name: 'deny', nth: 0 },
      ]),
    );

    expect(identities.map((identity) => identity?.claimed)).toEqual(['approve 1', 'u-1', 'deny 0']);
  });
});

describe('recordApprovalRequest', () => {
  it('records what was asked for, and nothing that lets somebody answer', async () => {
    const { activities, records } = await voting();

    await activities.recordApprovalRequest({ ...repair, request });

    const { code: _code, ...asked } = request;
    const [record, ...others] = await records();
    expect(record).toEqual({ kind: 'approval-requested', at: expect.any(String), ...repair, key: null, ...asked });
    expect(others).toEqual([]);
  });
});

describe('recordVotes', () => {
  const told = { by: 'alice', comment: 'go ahead', identity: 'alice', verified: true };

  it.each<[string, CastVote, object]>([
    ['an approval', aCastVote(), { kind: 'approval', plan: 'f00d', step: 1, ballot: 'approve', ...told }],
    ['a denial', aCastVote({ ballot: 'deny' }), { kind: 'approval', plan: 'f00d', step: 1, ballot: 'deny', ...told }],
    [
      'a vote by a name that nobody vouches for',
      aCastVote({ sender: { ...alice, principal: null, verified: false } }),
      { kind: 'approval', identity: 'alice@client', verified: false },
    ],
    [
      'a vote without any name of its sender',
      aCastVote({ sender: { claimed: null, principal: null, verified: false, replayed: false } }),
      { kind: 'approval', identity: null, verified: false },
    ],
    [
      'a refused vote',
      aCastVote({ refusal: 'voted-already' }),
      { kind: 'approval-refused', plan: 'f00d', step: 1, ballot: 'approve', refusal: 'voted-already', ...told },
    ],
    [
      'a vote that was refused before anybody asked who sent it',
      aCastVote({ refusal: 'no-code', sender: null, message: null, vote: { code: null, by: null, comment: null } }),
      { kind: 'approval-refused', refusal: 'no-code', by: null, comment: null, identity: null, verified: false },
    ],
    [
      'a vote where nothing was asked',
      aCastVote({ refusal: 'nothing-asked', request: null }),
      { kind: 'approval-refused', plan: null, step: null, refusal: 'nothing-asked', ...told },
    ],
    [
      'a vote that counted for nothing that was asked',
      aCastVote({ request: null }),
      { kind: 'approval-refused', plan: null, step: null, refusal: 'nothing-asked' },
    ],
  ])('records %s', async (_title, vote, expected) => {
    const { activities, records } = await voting();

    await activities.recordVotes({ ...repair, votes: [vote] });

    expect(await records()).toMatchObject([{ ...repair, key: null, ...expected }]);
  });

  it('records every one of many', async () => {
    const { activities, records } = await voting();
    const votes = Array.from({ length: 50 }, (_, nth) => aCastVote({ vote: { ...aCastVote().vote, by: `v-${nth}` } }));

    await activities.recordVotes({ ...repair, votes });

    expect((await records()).map((record) => 'by' in record && record.by)).toEqual(votes.map(({ vote }) => vote.by));
  });

  it('fails where one cannot be recorded', async () => {
    const { audit } = await anAudit();
    await audit.close();

    await expect(recordVotes(audit, { ...repair, votes: [aCastVote()] })).rejects.toThrow('it is closed');
  });
});
