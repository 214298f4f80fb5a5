import { activityInfo } from '@temporalio/activity';
import { createHash } from 'node:crypto';
import type { VoteOutcome } from '../clients/temporal/operators/votes.ts';
import type { HandedOnVote } from '../model/operators/handed-on.ts';
import type { OwnMessageRef } from '../model/remediation/sender.ts';
import type { Ballot, Vote, VoteRefusal } from '../model/remediation/vote.ts';
import { explainRefusal } from '../model/remediation/vote.ts';
import type { Target } from '../model/target.ts';
import { failure } from './contracts/failure.ts';

export interface HandingOnDependencies {
  /** Votes on the plan that waits for a target; the same id is the same vote, however often it is cast. */
  readonly castVote: (target: Target, ballot: Ballot, vote: HandedOnVote, id: string) => Promise<VoteOutcome>;
}

/** A vote that came to an incident. */
interface ReceivedVote {
  readonly target: Target;
  readonly ballot: Ballot;
  readonly vote: Vote;
  readonly message: OwnMessageRef;
}

/** What the remediation said to it. */
type VoteReply =
  { readonly refusal: null; readonly state: string } | { readonly refusal: VoteRefusal; readonly because: string };

/** The activity that hands votes on from an incident to the remediation that waits for them. */
export function createHandingOnActivities({ castVote }: HandingOnDependencies) {
  return {
    /** The vote goes with the place where it came in: there its sender is looked up. */
    async handOnVote({ target, ballot, vote, message }: ReceivedVote): Promise<VoteReply> {
      // Not what the workflow knows of its run: after a Reset this is the run that the message is found in.
      const { workflowId = '', runId = '' } = activityInfo().workflowExecution ?? {};
      const id = createHash('sha256')
        .update(JSON.stringify([workflowId, runId, message]))
        .digest('hex');
      const handed = { ...vote, handedOn: { runId, message } };
      const answer = await castVote(target, ballot, handed, id).catch(unavailable);
      switch (answer.outcome) {
        case 'counted':
          return { refusal: null, state: answer.state };
        case 'refused':
          return { refusal: answer.refusal, because: answer.because };
        case 'no-repair':
          return { refusal: 'nothing-asked', because: explainRefusal('nothing-asked', undefined) };
        case 'unheard':
          return unavailable();
      }
    },
  };
}

function unavailable(): never {
  throw failure('TemporalUnavailable', 'the remediation did not answer in time');
}
