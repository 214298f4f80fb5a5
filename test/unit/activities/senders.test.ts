import { describe, expect, it } from 'vitest';
import type { FindSender } from '../../../activities/senders.ts';
import { identifyOwnSender } from '../../../activities/senders.ts';
import type { SenderQuestion } from '../../../clients/temporal/message-senders.ts';
import type { OwnMessageRef, Sender, SenderIdentity } from '../../../model/remediation/sender.ts';
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
