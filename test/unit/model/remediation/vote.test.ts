import { expect, it } from 'vitest';
import type { ApprovalRequest } from '../../../../model/remediation/approval.ts';
import type { Ballot, CountedVote, VoteRefusal } from '../../../../model/remediation/vote.ts';
import { refusalOf } from '../../../../model/remediation/vote.ts';
import { isoSecond } from '../../../support/builders.ts';

const request: ApprovalRequest = {
  plan: 'f00d',
  step: 0,
  code: '1a2b3c4d',
  quorum: 2,
  requestedBy: 'kim',
  expiresAt: isoSecond(60),
};
const byAnn: CountedVote = { by: 'ann', comment: null, verified: false, message: { kind: 'update', id: 'u1' } };

it.each<[string, string, readonly string[], VoteRefusal | undefined, VoteRefusal | undefined]>([
  ['an approver', 'bob', ['ann', 'bob'], undefined, undefined],
  ['somebody who has said yes', 'ann', ['ann', 'bob'], 'voted-already', undefined],
  ['somebody who has said yes under another spelling', ' ANN', [], 'voted-already', undefined],
  ['whoever asked for the repair', 'kim', [], 'is-requester', undefined],
  ['whoever asked for it, and is no approver', 'kim', ['ann', 'bob'], 'is-requester', undefined],
  ['anyone else', 'cleo', ['ann', 'bob'], 'not-an-approver', 'not-an-approver'],
])('hears a no of %s even where a yes would not count', (_who, by, approvers, yes, no) => {
  const answerTo = (ballot: Ballot) =>
    refusalOf(ballot, { code: request.code, by, comment: null }, request, [byAnn], { approvers }, isoSecond(1));

  expect([answerTo('approve'), answerTo('deny')]).toEqual([yes, no]);
});
