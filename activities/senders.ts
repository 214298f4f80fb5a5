import { activityInfo } from '@temporalio/activity';
import type { SenderQuestion } from '../clients/temporal/message-senders.ts';
import type { MessageRef, Sender, SenderIdentity } from '../model/remediation/sender.ts';
import { identityOf } from '../model/remediation/sender.ts';
import { failure } from './contracts/failure.ts';

/** Looks up who sent a message to a run; undefined where its history shows no such message. */
export type FindSender = (question: SenderQuestion) => Promise<Sender | undefined>;

/**
 * Asks about a message to the very run that the current activity belongs to. A run id among the arguments
 * would still name the old run after a Reset, and the old run knows of no Reset.
 *
 * @throws `SenderUnknown` where the history does not show the message yet, `TemporalUnavailable` where it
 * cannot be read.
 */
export async function identifyOwnSender(findSender: FindSender, message: MessageRef): Promise<SenderIdentity> {
  const { workflowExecution } = activityInfo();
  const sender = workflowExecution && (await findSender({ ...workflowExecution, message }).catch(unavailable));
  if (!sender) throw failure('SenderUnknown', `the history shows no ${nameOf(message)} yet`);
  return identityOf(sender);
}

function unavailable(): never {
  throw failure('TemporalUnavailable', 'the history of the workflow could not be read');
}

function nameOf(message: MessageRef): string {
  return message.kind === 'signal' ? `signal ${message.name} number ${message.nth}` : `Update ${message.id}`;
}
