import { condition, currentUpdateInfo, proxyActivities } from '@temporalio/workflow';
import type { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../activities/index.ts';
import type { Refusal } from '../../model/guard/refusal.ts';
import type { ApprovalEnd, ApprovalRequest } from '../../model/remediation/approval.ts';
import {
  callForVotes,
  leftOf,
  refusalAtEnd,
  requestApproval,
  riskToApprove,
} from '../../model/remediation/approval.ts';
import { readHandedOn } from '../../model/operators/handed-on.ts';
import type { Plan } from '../../model/remediation/plan.ts';
import type { MessageRef, SenderIdentity } from '../../model/remediation/sender.ts';
import type { Ballot, CastVote, CountedVote, Vote, VoteAnswer, VoteRefusal } from '../../model/remediation/vote.ts';
import { explainRefusal, noVote, readVote, refusalOf } from '../../model/remediation/vote.ts';
import { bookKeeping } from '../activity-profiles.ts';
import { refused } from '../refused.ts';
import { approvalRecords } from '../telemetry.ts';
import type { RemediationRun } from './run.ts';
import { VoteBook } from './vote-book.ts';

const keeping = proxyActivities<Activities>(bookKeeping);

/** Where a remediation asks for approvals and takes votes, by Update and by Signal. */
export class ApprovalDesk {
  private readonly run: RemediationRun;
  private request: ApprovalRequest | undefined;
  private votes: readonly CountedVote[] = [];
  private deniedBy: string | null = null;
  private readonly seen: Record<Ballot, number> = { approve: 0, deny: 0 };
  /** Votes that have arrived and may yet count. */
  private beingLookedUp = 0;
  /** By their codes. */
  private readonly approved = new Set<string>();
  private approving: readonly { readonly plan: string; readonly message: MessageRef }[] = [];
  /** How often people have been asked. */
  private asked = 0;
  private readonly book: VoteBook;

  constructor(run: RemediationRun) {
    this.run = run;
    this.book = new VoteBook(run.order);
  }

  /** Waits for an approval where the step needs one; why it may not begin, else null. */
  async allows(plan: Plan, step: number): Promise<Refusal | null> {
    const { mode, approval: policy } = this.run.order.policy;
    const risk = riskToApprove(mode, plan, step);
    if (!risk) return null;
    const { incident, target, runbook, requestedBy } = this.run.order;
    const now = new Date().toISOString();
    const request = requestApproval({ plan, step, risk, runId: this.run.id, requestedBy, now }, policy);
    if (this.approved.has(request.code)) return null;
    [this.request, this.votes, this.deniedBy] = [request, [], null];
    this.asked += 1;
    this.run.show({ phase: 'approval' });
    this.run.note('approval-requested', callForVotes(plan, request));
    await keeping.recordApprovalRequest.executeWithOptions({ summary: 'an approval is needed' }, [
      { incident, target, runbook, request },
    ]);
    await this.decided(request, policy.reminderMs);
    const end = this.endOf(request);
    const refusal = refusalAtEnd(end, this.state);
    this.request = undefined;
    this.run.show({ approval: null });
    approvalRecords.ended(end, Date.now() - Date.parse(now));
    if (refusal) return refusal;
    this.run.approved ||= end === 'approved';
    this.approved.add(request.code);
    // Each is looked up again before each action: as many as it took will do.
    const enough = this.votes.slice(0, request.quorum);
    this.approving = [...this.approving, ...enough.map(({ message }) => ({ plan: plan.hash, message }))];
    return null;
  }

  /** Throws the reason why a vote would not count, for a caller who waits; nothing of it enters the history. */
  validate(ballot: Ballot, input: unknown): void {
    const vote = readHandedOn(input) === undefined ? undefined : readVote(input);
    const refusal = this.judge(ballot, vote);
    if (!refusal) return;
    approvalRecords.voted(refusal);
    this.book.recordOutside(this.cast(ballot, null, vote, null, refusal));
    throw this.failure(refusal);
  }

  async update(ballot: Ballot, input: unknown): Promise<VoteAnswer> {
    const vote = readVote(input);
    const message = this.book.refTo(currentUpdateInfo()?.id ?? '', ballot, vote ?? noVote, input);
    const refusal = await this.take(ballot, message, vote);
    if (refusal) throw this.failure(refusal);
    return { counted: true, state: this.state };
  }

  async signal(ballot: Ballot, input: unknown): Promise<void> {
    await this.take(ballot, { kind: 'signal', name: ballot, nth: this.seen[ballot]++ }, readVote(input));
  }

  /** The messages that approved a plan, or a step of it; not those for a plan that was given up. */
  messagesFor({ hash }: Plan): readonly MessageRef[] {
    return this.approving.filter(({ plan }) => plan === hash).map(({ message }) => message);
  }

  /** What waits for a vote now, and what has been said to it. */
  get state(): string {
    if (this.deniedBy !== null) return `denied by ${this.deniedBy}`;
    if (!this.request) return 'no plan waits for an approval';
    return `${this.votes.length} of ${this.request.quorum} approvals`;
  }

  /** Waits, with one more message to people each time that the reminder's time has passed. */
  private async decided(request: ApprovalRequest, reminderMs: number): Promise<void> {
    // A denial that has arrived is heard, even where it stands behind the approval that would do.
    const isApproved = () => this.votes.length >= request.quorum && this.beingLookedUp === 0;
    const isDecided = () => this.deniedBy !== null || isApproved() || !this.run.goesOn;
    for (let left = leftOf(request, Date.now()); left > 0; left = leftOf(request, Date.now())) {
      this.announce(request);
      if (await condition(isDecided, Math.min(left, reminderMs), { summary: 'waits for an approval' })) return;
      this.asked += 1;
      this.run.note('approval-requested', `still waiting: ${this.state}, code ${request.code}`);
    }
  }

  /** Shows what people are asked for, here and in the incident, until they have decided. */
  private announce(request: ApprovalRequest): void {
    this.run.askFor(this.endOf(request) === 'expired' ? request : null, this.votes.length, this.asked);
  }

  /** How the wait ends if it ends now. */
  private endOf({ quorum }: ApprovalRequest): ApprovalEnd {
    if (this.deniedBy !== null) return 'denied';
    if (this.votes.length >= quorum) return 'approved';
    return this.run.goesOn ? 'expired' : 'not-needed';
  }

  private judge(ballot: Ballot, vote: Vote | undefined): VoteRefusal | undefined {
    const { approval } = this.run.order.policy;
    return refusalOf(ballot, vote, this.request, this.votes, approval, new Date().toISOString());
  }

  /** Counts a vote once it is known who sent it, and once it is on record; or records why it does not count. */
  private async take(ballot: Ballot, message: MessageRef, vote: Vote | undefined): Promise<VoteRefusal | undefined> {
    this.beingLookedUp += 1;
    const early = this.judge(ballot, vote);
    const sender = early ? null : await this.book.whoSent(message);
    const named = vote && { ...vote, by: sender?.principal ?? vote.by };
    const refusal = early ?? this.distrust(sender) ?? (await this.put(ballot, message, named, sender));
    this.beingLookedUp -= 1;
    approvalRecords.voted(refusal ?? null);
    if (!refusal) return undefined;
    // Of a vote that its incident handed on the incident itself tells.
    const isToldAlready = message.kind === 'handed-on' && sender !== null;
    if (!isToldAlready) this.run.note('vote-refused', `${ballot} by ${named?.by ?? 'somebody'}: ${refusal}`);
    await this.book.record(this.cast(ballot, message, named, sender, refusal));
    return refusal;
  }

  private distrust(sender: SenderIdentity | null): VoteRefusal | undefined {
    if (!sender) return 'unrecorded';
    if (sender.replayed) return 'replayed';
    return this.run.order.policy.approval.requireVerified && !sender.verified ? 'unverified' : undefined;
  }

  /** Whatever has changed while it was looked up and recorded may still refuse it. */
  private async put(
    ballot: Ballot,
    message: MessageRef,
    vote: Vote | undefined,
    sender: SenderIdentity | null,
  ): Promise<VoteRefusal | undefined> {
    const refusal = this.judge(ballot, vote);
    if (refusal) return refusal;
    if (!(await this.book.record(this.cast(ballot, message, vote, sender, null)))) return 'unrecorded';
    const late = this.judge(ballot, vote);
    if (late || !vote) return late;
    const by = vote.by ?? '';
    const verified = sender?.verified ?? false;
    if (ballot === 'deny') this.deniedBy = by;
    else this.votes = [...this.votes, { by, comment: vote.comment, verified, message }];
    const comment = vote.comment ? `: ${vote.comment}` : '';
    this.run.note('voted', `${ballot} by ${by}${verified ? '' : ' (unverified)'}, ${this.state}${comment}`);
    if (this.request) this.announce(this.request);
    return undefined;
  }

  private cast(
    ballot: Ballot,
    message: MessageRef | null,
    vote: Vote | undefined,
    sender: SenderIdentity | null,
    refusal: VoteRefusal | null,
  ): CastVote {
    return { ballot, message, vote: vote ?? noVote, sender, refusal, request: this.request ?? null };
  }

  private failure(refusal: VoteRefusal): ApplicationFailure {
    return refused('VoteRefused', explainRefusal(refusal, this.request), refusal);
  }
}
