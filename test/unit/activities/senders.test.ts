import { describe, expect, it } from 'vitest';
import type { FindSender } from '../../../activities/senders.ts';
import { identifyOwnSender, identifyVoter } from '../../../activities/senders.ts';
import type { SenderQuestion } from '../../../clients/temporal/message-senders.ts';
import type { HandedOnRef, OwnMessageRef, Sender, SenderIdentity } from '../../../model/remediation/sender.ts';
import { asActivity } from '../../support/acting/activity.ts';
import { aFailure, failureOf } from '../../support/acting/failures.ts';

const approval: OwnMessageRef = { kind: 'signal', name: 'approve', nth: 0 };
const workflowExecution = { workflowId: 'remediation:host/a', runId: 'the-run-that-asks' };

/** Asks as an activity of a workflow would. */
function identify(findSender: FindSender, message = approval): Promise<SenderIdentity> {
  return asActivity(() => identifyOwnSender(findSender, message), { workflowExecution });
}

const sent: Sender = {
  identity: 'alice@client',
  principal: { type: 'jwt', name: 'alice' },
  at: '2026-01-01T00:00:00.000Z',
  replayed: false,
};

describe('identifyOwnSender', () => {
  it('says what may be believed about the sender', async () => {
    const identity = await identify(async () => sent);

    expect(identity).toEqual({ claimed: 'alice@client', principal: 'alice', verified: true, replayed: false });
  });

  it('asks about the run that asks, whatever run it was meant for', async () => {
    const questions: SenderQuestion[] = [];

    await identify(async (question) => {
      questions.push(question);
      return sent;
    });

    expect(questions).toEqual([{ ...workflowExecution, message: approval }]);
  });

  it.each<[string, OwnMessageRef, string]>([
    ['a signal', approval, 'the history shows no signal approve number 0 yet'],
    ['an Update', { kind: 'update', id: 'u-1' }, 'the history shows no Update u-1 yet'],
  ])('is tried again where the history does not show %s yet', async (_title, message, text) => {
    const failure = await failureOf(() => identify(async () => undefined, message));

    expect(failure).toMatchObject({ ...aFailure('SenderUnknown'), message: text });
  });

  it('is tried again when the history cannot be read', async () => {
    const failure = await failureOf(() => identify(() => Promise.reject(new Error('14 UNAVAILABLE'))));

    expect(failure).toMatchObject(aFailure('TemporalUnavailable'));
  });
});

describe('identifyVoter', () => {
  const handedOn: HandedOnRef = {
    kind: 'handed-on',
    id: 'u-1',
    incident: 'incident:host/a',
    runId: 'the-run-of-the-incident',
    message: approval,
    ballot: 'approve',
    says: { code: '1a2b3c4d', by: 'alice', comment: null },
  };
  const worker: Sender = { ...sent, identity: 'worker', principal: null };
  const received = { name: 'approve', input: '1a2b3c4d alice' };

  /** Looks a vote up where the incident got the given message, and the remediation the Update of the worker. */
  const voter = (atIncident: Sender | undefined, atRemediation: Sender | undefined = worker) => {
    const questions: SenderQuestion[] = [];
    const find: FindSender = async (question) => {
      questions.push(question);
      return question.workflowId === handedOn.incident ? atIncident : atRemediation;
    };
    return { questions, found: asActivity(() => identifyVoter(find, handedOn), { workflowExecution }) };
  };

  it('is told by the incident who voted there, not who handed it on', async () => {
    const { found, questions } = voter({ ...sent, message: received });

    expect(await found).toEqual({ claimed: 'alice@client', principal: 'alice', verified: true, replayed: false });
    expect(questions).toEqual([
      { ...workflowExecution, message: { kind: 'update', id: 'u-1' } },
      { workflowId: 'incident:host/a', runId: 'the-run-of-the-incident', message: approval },
    ]);
  });

  it.each([
    ['no such message', undefined],
    ['one that cannot be decoded', {}],
    ['a vote to deny', { message: { ...received, name: 'deny' } }],
    ['a message of another kind', { message: { ...received, name: 'acknowledge' } }],
    ['another code', { message: { ...received, input: '00000000 alice' } }],
    ['no code', { message: { ...received, input: true } }],
    ['another name', { message: { ...received, input: '1a2b3c4d mallory' } }],
    ['another comment', { message: { ...received, input: { code: '1a2b3c4d', by: 'alice', comment: 'but' } } }],
    ['rubbish', { message: { ...received, input: [1] } }],
  ])('believes nobody where the incident got %s', async (_what, change) => {
    expect(await voter(change && { ...sent, ...change }).found).toBeNull();
  });

  it.each([
    ['the incident', { ...sent, message: received, replayed: true }, worker],
    ['the remediation', { ...sent, message: received }, { ...worker, replayed: true }],
  ])('says that a Reset of %s brought it back', async (_whose, atIncident, atRemediation) => {
    expect(await voter(atIncident, atRemediation).found).toMatchObject({ replayed: true });
  });

  it('looks up any other vote where it was cast', async () => {
    const found = await asActivity(() => identifyVoter(async () => sent, approval), { workflowExecution });

    expect(found).toMatchObject({ principal: 'alice' });
  });
});
