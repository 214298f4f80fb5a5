import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../../activities/index.ts';
import { note } from '../../../model/incident/changes.ts';
import { isClosing } from '../../../model/incident/incident.ts';
import type { ReportKind } from '../../../model/incident/report.ts';
import { acknowledgementMs, usualAcknowledgementMs } from '../../../model/operators/acknowledgement.ts';
import { acknowledged, because, closed, closing, nameIn, takenOver } from '../../../model/operators/changes.ts';
import type { OperatorAsk, OperatorMessage } from '../../../model/operators/message.ts';
import type { OperatorRefusal } from '../../../model/operators/refusals.ts';
import { explainOperatorRefusal } from '../../../model/operators/refusals.ts';
import type { OwnMessageRef } from '../../../model/remediation/sender.ts';
import type { Ballot } from '../../../model/remediation/vote.ts';
import { handOn } from '../../activity-profiles.ts';
import type { IncidentDesk } from '../desk.ts';
import type { EscalationClock } from '../../escalation/clock.ts';
import { now } from '../../now.ts';

const handing = proxyActivities<Activities>(handOn);

/** What became of something that was asked for. */
export type Answer =
  { readonly refusal: null; readonly state: string } | { readonly refusal: OperatorRefusal; readonly because: string };

/** What an incident does for operators. Nothing of it throws: it is done in handlers. */
export class Deeds {
  private readonly desk: IncidentDesk;
  private readonly clock: EscalationClock;
  private isClosed = false;

  constructor(desk: IncidentDesk, clock: EscalationClock) {
    this.desk = desk;
    this.clock = clock;
  }

  /** @param ref the message by which it was asked for. */
  async do(ask: OperatorAsk, message: OperatorMessage, ref: OwnMessageRef): Promise<Answer> {
    switch (ask) {
      case 'approve':
      case 'deny':
        return this.vote(ask, message, ref);
      case 'undo':
        return this.undo(message);
      case 'acknowledge':
        return this.acknowledge(message);
      case 'escalate':
        return this.escalate(message);
      case 'takeOver':
        return this.takeOver(message);
      case 'close':
        return this.askToClose(message);
    }
  }

  /** Whether somebody has said that it is over, and people have not heard so. */
  get mustClose(): boolean {
    return isClosing(this.desk.record) && !this.isClosed;
  }

  /** Closes the book, and tells people so. */
  close(): void {
    const { desk } = this;
    this.isClosed = true;
    const detail = `closed by ${desk.record.closedBy ?? 'somebody'}`;
    if (!desk.record.outcome) desk.conclude({ kind: 'nothing-done', reason: 'closed-by-operator', detail });
    desk.change(closed(desk.record, now()));
    desk.report('closed');
  }

  /** Only the remediation knows who may vote, and what has been voted so far. */
  private async vote(ballot: Ballot, { by, comment, code = null }: OperatorMessage, ref: OwnMessageRef) {
    const { target } = this.desk.record;
    if (!target) return this.refuse(ballot, 'nothing-asked');
    const received = { target, ballot, vote: { by, comment, code }, message: ref };
    return handing.handOnVote
      .executeWithOptions({ summary: `hand on: ${ballot}` }, [received])
      .catch(() => this.refuse(ballot, 'unrecorded'));
  }

  private async undo(message: OperatorMessage): Promise<Answer> {
    const isTold = await this.desk.repair?.undo(nameIn(message));
    return isTold ? did('what the repair did is taken back') : this.refuse('undo', 'no-repair');
  }

  private async acknowledge(message: OperatorMessage): Promise<Answer> {
    const by = nameIn(message);
    const usualMs = this.clock.state?.policy.acknowledgedMs ?? usualAcknowledgementMs;
    const wantedMs = Date.now() + (acknowledgementMs(message.for ?? null, usualMs) ?? usualMs);
    const until = new Date(this.clock.acknowledge(by, wantedMs)).toISOString();
    const words = `${by} looks after it until ${until}`;
    const record = acknowledged(this.desk.record, by, until);
    this.desk.change(note(record, now(), 'acknowledged', words + because(message)));
    await this.tell('acknowledged');
    return did(words);
  }

  private async escalate(message: OperatorMessage): Promise<Answer> {
    const by = nameIn(message);
    const words = `${by} wants the next people told${because(message)}`;
    this.desk.change(note(this.desk.record, now(), 'escalation-wanted', words));
    if (this.clock.escalateNow(by)) return did('the next level is woken now');
    await this.tell('escalated');
    return did('no policy says whom to wake: the channels are told');
  }

  private async takeOver(message: OperatorMessage): Promise<Answer> {
    const by = nameIn(message);
    this.desk.change(takenOver(this.desk.record, message, now()));
    this.leave(by, `${by} has taken over`);
    await this.tell('taken-over');
    return did(`${by} has taken over: nothing more is begun here`);
  }

  private async askToClose(message: OperatorMessage): Promise<Answer> {
    const by = nameIn(message);
    const isBusy = this.desk.repair !== null;
    this.isClosed = false;
    this.desk.change(closing(this.desk.record, message, now()));
    this.leave(by, `${by} has closed it`);
    await this.desk.knowChannels();
    return did(isBusy ? 'it is closed as soon as what is under way has ended' : 'it is closed');
  }

  private leave(by: string, why: string): void {
    this.clock.stop(why);
    this.desk.repair?.leave(by);
  }

  private async tell(kind: ReportKind): Promise<void> {
    await this.desk.knowChannels();
    this.desk.report(kind);
  }

  private refuse(ask: OperatorAsk, refusal: OperatorRefusal): Answer {
    return { refusal, because: explainOperatorRefusal(ask, refusal, this.desk.record.approval) };
  }
}

function did(state: string): Answer {
  return { refusal: null, state };
}
