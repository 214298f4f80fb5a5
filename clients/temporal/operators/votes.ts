import type { Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Ballot, Vote, VoteRefusal } from '../../../model/remediation/vote.ts';
import { voteRefusals } from '../../../model/remediation/vote.ts';
import { messageNames, remediationWorkflowId } from '../../../model/names.ts';
import type { Target } from '../../../model/target.ts';
import { toldByUpdate } from './told-by-update.ts';

/** What became of a vote. */
export type VoteOutcome =
  | { readonly outcome: 'counted'; readonly state: string }
  | { readonly outcome: 'refused'; readonly because: string; readonly refusal: VoteRefusal }
  | { readonly outcome: 'no-repair' }
  /** No worker took it in while there was time, and then it is forgotten. */
  | { readonly outcome: 'unheard' };

/**
 * Votes on the plan that waits for a target.
 *
 * @param updateId names the vote: cast once more under the same name it is the same one, and hears the same answer.
 */
export async function castVote(
  client: Client,
  target: Target,
  ballot: Ballot,
  vote: Vote,
  updateId?: string,
): Promise<VoteOutcome> {
  const handle = client.workflow.getHandle(remediationWorkflowId(target));
  const told = await toldByUpdate(handle, messageNames[ballot], vote, updateId);
  switch (told.outcome) {
    case 'done':
      return { outcome: 'counted', state: told.state };
    case 'refused':
      return { outcome: told.outcome, because: told.because, refusal: refusalIn(told.cause) };
    case 'no-workflow':
      return { outcome: 'no-repair' };
    case 'unheard':
      return told;
  }
}

/** The reason that a remediation gave; one that gave none, such as one that ended over it, did not count the vote. */
function refusalIn(cause: Error | undefined): VoteRefusal {
  const details = cause instanceof ApplicationFailure ? (cause.details?.[0] as { readonly refusal?: unknown }) : {};
  return voteRefusals.find((refusal) => refusal === details?.refusal) ?? 'nothing-asked';
}
