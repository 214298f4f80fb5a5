import { activityInfo } from '@temporalio/activity';
import type { SenderQuestion } from '../clients/temporal/message-senders.ts';
import { messageNames } from '../model/names.ts';
import { readOperatorMessage } from '../model/operators/message.ts';
import type { HandedOnRef, MessageRef, OwnMessageRef, Sender, SenderIdentity } from '../model/remediation/sender.ts';
import { identityOf, ownOf } from '../model/remediation/sender.ts';
import { noVote } from '../model/remediation/vote.ts';
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
export async function identifyOwnSender(findSender: FindSender, message: OwnMessageRef): Promise<SenderIdentity> {
  const { workflowExecution } = activityInfo();
  const sender = workflowExecution && (await findSender({ ...workflowExecution, message }).catch(unavailable));
  if (!sender) throw failure('SenderUnknown', `the history shows no ${nameOf(message)} yet`);
  return identityOf(sender);
}

/**
 * Finds out who sent a vote, however it came. One that was handed on is looked up where it came in: in the incident that
 * asked for the repair, as the order says. What does not stand there like that was never handed on.
 *
 * @returns null where a vote only claims to have been handed on.
 */
export async function identifyVoter(findSender: FindSender, message: MessageRef): Promise<SenderIdentity | null> {
  const own = await identifyOwnSender(findSender, ownOf(message));
  if (message.kind !== 'handed-on') return own;
  const { incident: workflowId, runId, message: received } = message;
  const sender = await findSender({ workflowId, runId, message: received }).catch(unavailable);
  if (!sender || !isSame(message, sender.message)) return null;
  const voter = identityOf(sender);
  return { ...voter, replayed: own.replayed || voter.replayed };
}

/** Whether the message in the incident's history is this very vote, read as the incident reads it. */
function isSame({ ballot, says }: HandedOnRef, received: Sender['message']): boolean {
  if (received?.name !== messageNames[ballot]) return false;
  const { code = null, by, comment } = readOperatorMessage(ballot, received.input) ?? noVote;
  return code !== null && code === says.code && by === says.by && comment === says.comment;
}

function unavailable(): never {
  throw failure('TemporalUnavailable', 'the history of the workflow could not be read');
}

function nameOf(message: OwnMessageRef): string {
  return message.kind === 'signal' ? `signal ${message.name} number ${message.nth}` : `Update ${message.id}`;
}
