import type { Claim, RepairEnd } from '../../../model/guard/ledger.ts';
import type { RefusalReason, Verdict } from '../../../model/guard/refusal.ts';
import { orderToDo } from '../../../model/remediation/action-order.ts';
import type { ApprovalRequest } from '../../../model/remediation/approval.ts';
import { requestApproval, riskToApprove } from '../../../model/remediation/approval.ts';
import type { ApprovalPolicy, Mode } from '../../../model/remediation/policy.ts';
import type { Ballot, CountedVote } from '../../../model/remediation/vote.ts';
import { refusalOf } from '../../../model/remediation/vote.ts';
import type { Asker, Death, Guards } from './guards.ts';

/** What can be seen of a repair from outside. */
export type RepairEvent =
  | { readonly kind: 'asked'; readonly rehearsal: boolean; readonly verdict: Verdict; readonly recurs: boolean }
  | { readonly kind: 'approval-wanted' | 'approved'; readonly step: number }
  | { readonly kind: 'acted'; readonly step: number }
  | { readonly kind: 'over'; readonly end: RepairEnd | null; readonly reason: RefusalReason | null };

/** How a repair is asked for. */
interface RepairOrder extends Asker {
  readonly mode: Mode;
  readonly requestedBy: string | null;
  readonly approval: ApprovalPolicy;
  readonly lapsesAfterMs: number;
}

/** One plan on its way through guards, approvals and actions, in the order of workflows/remediation/. */
export class Repair {
  readonly order: RepairOrder;
  phase: 'new' | 'voting' | 'asking' | 'acting' | 'verifying' | 'over' = 'new';
  request: ApprovalRequest | null = null;
  private readonly guards: Guards;
  private votes: readonly CountedVote[] = [];
  private denied = false;
  private step = 0;
  private hasActed = false;
  private claim: Pick<Claim, 'askedAt'> | null = null;
  private lapsesAt: number | null = null;
  private readonly approved = new Set<number>();

  constructor(order: RepairOrder, guards: Guards) {
    this.order = order;
    this.guards = guards;
  }

  /** Goes on as far as it can without waiting for anything. */
  proceed(death: Death | null): readonly RepairEvent[] {
    this.giveUpInTime();
    switch (this.phase) {
      case 'new':
        return this.needsApproval(0) ? this.rehearseThenWant() : this.claimPlace();
      case 'voting':
        return this.countVotes();
      case 'asking':
        return this.ask();
      case 'acting':
        return this.needsApproval(this.step) ? this.want(this.step) : this.act(death);
      case 'verifying':
      case 'over':
        return [];
    }
  }

  /** The same question once more, as a worker asks that has died meanwhile. */
  askAgain(): readonly RepairEvent[] {
    this.giveUpInTime();
    if (!this.claim) return [];
    return this.phase === 'asking' ? this.ask() : [this.question(false)];
  }

  rehearse(): readonly RepairEvent[] {
    return [this.question(true), this.over(null, null)];
  }

  vote(by: string, ballot: Ballot, isRight: boolean): void {
    this.giveUpInTime();
    const vote = { code: isRight ? (this.request?.code ?? '') : 'ffffffff', by, comment: null };
    const now = new Date(this.guards.now).toISOString();
    const request = this.phase === 'voting' ? (this.request ?? undefined) : undefined;
    if (refusalOf(ballot, vote, request, this.votes, this.order.approval, now)) return;
    if (ballot === 'deny') this.denied = true;
    else this.votes = [...this.votes, { by, comment: null, verified: false, message: { kind: 'update', id: by } }];
  }

  /** Verification has spoken. */
  finish(end: 'verified' | 'not-verified'): readonly RepairEvent[] {
    this.giveUpInTime();
    return this.phase === 'verifying' ? [this.over(end, null)] : [];
  }

  /** The workflow's own time-out is never longer than its place lasts. */
  giveUpInTime(): void {
    if (this.lapsesAt !== null && this.guards.now >= this.lapsesAt) this.phase = 'over';
  }

  private rehearseThenWant(): readonly RepairEvent[] {
    const rehearsal = this.question(true);
    const { verdict } = rehearsal;
    if (verdict.verdict === 'wait') return [rehearsal];
    return [rehearsal, ...(verdict.verdict === 'go' ? this.want(0) : [this.over(null, verdict.reason)])];
  }

  private want(step: number): readonly RepairEvent[] {
    const { order, guards } = this;
    const risk = riskToApprove(order.mode, order.plan, step) ?? 'safe';
    const now = new Date(guards.now).toISOString();
    const occasion = { plan: order.plan, step, risk, runId: order.id, requestedBy: order.requestedBy, now };
    this.request = requestApproval(occasion, order.approval);
    [this.votes, this.denied, this.phase] = [[], false, 'voting'];
    return [{ kind: 'approval-wanted', step }];
  }

  private countVotes(): readonly RepairEvent[] {
    const { step = 0, quorum = 1, expiresAt = '' } = this.request ?? {};
    if (this.denied) return [this.leave('approval-denied')];
    if (this.votes.length >= quorum) {
      this.approved.add(step);
      this.phase = 'acting';
      return [{ kind: 'approved', step }, ...(this.lapsesAt === null ? this.claimPlace() : [])];
    }
    return new Date(this.guards.now).toISOString() < expiresAt ? [] : [this.leave('approval-expired')];
  }

  private claimPlace(): readonly RepairEvent[] {
    this.claim = { askedAt: this.guards.now };
    this.phase = 'asking';
    return this.ask();
  }

  private ask(): readonly RepairEvent[] {
    const question = this.question(false);
    const { verdict } = question;
    if (verdict.verdict === 'refuse') return [question, this.leave(verdict.reason)];
    if (verdict.verdict === 'go') {
      this.phase = 'acting';
      this.lapsesAt = this.guards.now + this.order.lapsesAfterMs;
    }
    return [question];
  }

  private question(rehearsal: boolean): Extract<RepairEvent, { kind: 'asked' }> {
    const { askedAt } = this.claim ?? { askedAt: this.guards.now };
    const place = rehearsal ? null : { askedAt, lapsesAfterMs: this.order.lapsesAfterMs };
    return { kind: 'asked', rehearsal, ...this.guards.ask(this.order, place) };
  }

  private act(death: Death | null): readonly RepairEvent[] {
    const { plan, alerts, id } = this.order;
    const step = plan.steps[this.step];
    if (!step) return [];
    const { refusal, acted, heard } = this.guards.perform(
      orderToDo(plan, this.step, step, { incident: id, alerts, approvals: [] }),
      death,
    );
    if (refusal) return [this.leave(refusal)];
    const events: readonly RepairEvent[] = acted ? [{ kind: 'acted', step: this.step }] : [];
    this.hasActed ||= acted;
    if (!heard) return events;
    this.step += 1;
    if (this.step === plan.steps.length) this.phase = 'verifying';
    return events;
  }

  private leave(reason: RefusalReason): RepairEvent {
    return this.over(this.hasActed ? 'not-verified' : 'not-acted', reason);
  }

  private over(end: RepairEnd | null, reason: RefusalReason | null): RepairEvent {
    this.phase = 'over';
    if (this.lapsesAt === null || end === null) return { kind: 'over', end: null, reason };
    this.guards.settle(this.order, end);
    return { kind: 'over', end, reason };
  }

  private needsApproval(step: number): boolean {
    const { mode, plan } = this.order;
    return riskToApprove(mode, plan, step) !== undefined && !this.approved.has(step);
  }
}
