import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import { readHandedOn } from '../../model/operators/handed-on.ts';
import type { RemediationOrder } from '../../model/remediation/remediation.ts';
import type { MessageRef, SenderIdentity } from '../../model/remediation/sender.ts';
import type { Ballot, CastVote, CastVotes, Vote } from '../../model/remediation/vote.ts';
import { bookKeeping } from '../activity-profiles.ts';
import { approvalRecords } from '../telemetry.ts';
import { Batches } from './batches.ts';

const keeping = proxyActivities<Activities>(bookKeeping);

/** Where votes are looked up and put on record. */
export class VoteBook {
  private readonly order: RemediationOrder;
  private readonly senders = new Batches<MessageRef, SenderIdentity | null>((messages) =>
    keeping.identifySenders.executeWithOptions({ summary: 'who votes' }, [messages]),
  );
  /** Apart from each other: a flood of votes that do not count must not hold up one that does. */
  private readonly counted = new Batches<CastVote, true>((votes) => this.write(votes));
  private readonly refused = new Batches<CastVote, true>((votes) => this.write(votes));

  constructor(order: RemediationOrder) {
    this.order = order;
  }

  /** The vote of an Update, by its id: cast here, or in the incident that this repair is for. */
  refTo(id: string, ballot: Ballot, { code, by, comment }: Vote, input: unknown): MessageRef {
    const handedOn = readHandedOn(input);
    if (!handedOn) return { kind: 'update', id };
    return { kind: 'handed-on', id, incident: this.order.incident, ...handedOn, ballot, says: { code, by, comment } };
  }

  /** Who sent a message; null where nobody can tell. */
  whoSent(message: MessageRef): Promise<SenderIdentity | null> {
    return this.senders.add(message);
  }

  /** Resolves to whether the vote is on record. */
  async record(vote: CastVote): Promise<boolean> {
    const book = vote.refusal ? this.refused : this.counted;
    return (await book.add(vote)) === true;
  }

  /** Records a vote that is refused before it enters the history. */
  recordOutside(vote: CastVote): void {
    approvalRecords.refused(this.castVotes([vote]));
  }

  private async write(votes: readonly CastVote[]): Promise<readonly true[]> {
    await keeping.recordVotes.executeWithOptions({ summary: 'record votes' }, [this.castVotes(votes)]);
    return votes.map(() => true);
  }

  private castVotes(votes: readonly CastVote[]): CastVotes {
    const { incident, target, runbook } = this.order;
    return { incident, target, runbook, votes };
  }
}
