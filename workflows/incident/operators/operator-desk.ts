import { currentUpdateInfo, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import type { ApplicationFailure } from '@temporalio/common';
import { note } from '../../../model/incident/changes.ts';
import { messageNames } from '../../../model/names.ts';
import { describeAsk } from '../../../model/operators/asks.ts';
import { judgeRequest } from '../../../model/operators/judge.ts';
import type { OperatorAnswer, OperatorAsk, OperatorMessage } from '../../../model/operators/message.ts';
import { isBallot, operatorAsks, readOperatorMessage } from '../../../model/operators/message.ts';
import type { OperatorRefusal } from '../../../model/operators/refusals.ts';
import { explainOperatorRefusal } from '../../../model/operators/refusals.ts';
import type { OwnMessageRef } from '../../../model/remediation/sender.ts';
import { refused } from '../../refused.ts';
import { operatorRecords } from '../../telemetry.ts';
import type { IncidentDesk } from '../desk.ts';
import type { Answer, Deeds } from './deeds.ts';
import { RequestBook } from './request-book.ts';

/** Where an incident hears what operators want: by Update for an answer, and by Signal for those who only can signal. */
export class OperatorDesk {
  private readonly desk: IncidentDesk;
  private readonly deeds: Deeds;
  private readonly book: RequestBook;
  private readonly signals = new Map<OperatorAsk, number>();

  constructor(desk: IncidentDesk, deeds: Deeds) {
    this.desk = desk;
    this.deeds = deeds;
    this.book = new RequestBook(desk);
    for (const ask of operatorAsks) this.listenFor(ask);
  }

  /** Whether something that was asked for is not on record yet. */
  get isRecording(): boolean {
    return this.book.isWriting;
  }

  /** Resolves when all that was asked for is on record. */
  allRecorded(): Promise<void> {
    return this.book.allWritten();
  }

  private listenFor(ask: OperatorAsk): void {
    const description = describeAsk(ask);
    const update = defineUpdate<OperatorAnswer, [unknown]>(messageNames[ask]);
    const signal = defineSignal<[unknown]>(messageNames[ask]);
    setHandler(update, (input) => this.update(ask, input), {
      validator: (input) => this.validate(ask, input),
      description,
    });
    setHandler(signal, (input) => this.signal(ask, input), { description });
  }

  /** Throws the reason of a refusal, for a caller who waits; nothing of it enters the history. */
  private validate(ask: OperatorAsk, input: unknown): void {
    const message = readOperatorMessage(ask, input);
    const refusal = this.judge(ask, message);
    if (!refusal) return;
    const { target, runbook } = this.desk.record;
    operatorRecords.asked(ask, refusal);
    operatorRecords.refused({ ask, message: null, ...said(message), refusal }, { target, runbook });
    throw failureOf(this.refuse(ask, refusal));
  }

  private async update(ask: OperatorAsk, input: unknown): Promise<OperatorAnswer> {
    const answer = await this.take(ask, { kind: 'update', id: currentUpdateInfo()?.id ?? '' }, input);
    if (answer.refusal) throw failureOf(answer);
    return { state: answer.state };
  }

  private async signal(ask: OperatorAsk, input: unknown): Promise<void> {
    const nth = this.signals.get(ask) ?? 0;
    this.signals.set(ask, nth + 1);
    await this.take(ask, { kind: 'signal', name: messageNames[ask], nth }, input);
  }

  private async take(ask: OperatorAsk, ref: OwnMessageRef, input: unknown): Promise<Answer> {
    const message = readOperatorMessage(ask, input);
    const refusal = this.judge(ask, message);
    const answer = message && !refusal ? await this.deeds.do(ask, message, ref) : this.refuse(ask, refusal);
    operatorRecords.asked(ask, answer.refusal);
    // A vote that was handed on stands in the record that the remediation keeps.
    if (refusal || !isBallot(ask)) this.book.add({ ask, message: ref, ...said(message), refusal: answer.refusal });
    if (!answer.refusal) return answer;
    const event = isBallot(ask) ? 'vote-refused' : 'request-refused';
    const words = `${messageNames[ask]} by ${message?.by ?? 'somebody'}: ${answer.refusal}`;
    this.desk.change(note(this.desk.record, new Date().toISOString(), event, words));
    return answer;
  }

  private judge(ask: OperatorAsk, message: OperatorMessage | undefined): OperatorRefusal | undefined {
    const { record: incident, repair } = this.desk;
    const now = new Date().toISOString();
    return judgeRequest(ask, message, { incident, isRepairing: repair?.hasBegun ?? false, now });
  }

  private refuse(ask: OperatorAsk, refusal: OperatorRefusal = 'unreadable'): Refused {
    return { refusal, because: explainOperatorRefusal(ask, refusal, this.desk.record.approval) };
  }
}

type Refused = Extract<Answer, { readonly because: string }>;

function failureOf({ refusal, because }: Refused): ApplicationFailure {
  return refused('RequestRefused', because, refusal);
}

function said(message: OperatorMessage | undefined): Pick<OperatorMessage, 'by' | 'comment'> {
  return { by: message?.by ?? null, comment: message?.comment ?? null };
}
