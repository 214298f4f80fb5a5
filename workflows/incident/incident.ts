import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  setHandler,
} from '@temporalio/workflow';
import { hasNewTrouble } from '../../model/incident/incident.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import type { Delivery } from '../../model/incident/delivery.ts';
import { messageNames } from '../../model/names.ts';
import type { Progress } from '../../model/remediation/remediation.ts';
import { awaitNews } from './news.ts';
import { IncidentDesk } from './desk.ts';
import { EscalationClock } from '../escalation/clock.ts';
import { Deeds } from './operators/deeds.ts';
import { OperatorDesk } from './operators/operator-desk.ts';
import { handlePolicyEdits } from '../escalation/policy-edits.ts';
import { remediate } from './repair.ts';
import { sendReview } from './review.ts';

/** Signals, because news must be durable and needs no answer: a caller gets its 2xx once the server has it. */
export const deliverSignal = defineSignal<[readonly Delivery[]]>(messageNames.deliver);
export const progressSignal = defineSignal<[Progress]>(messageNames.progress);
export const recordQuery = defineQuery<IncidentRecord>(messageNames.record);

/** What an incident starts from: its key, and its whole record when it continues as new. */
interface IncidentInput {
  readonly key: string;
  readonly record?: IncidentRecord;
}

/**
 * The life of one incident: alerts of one correlation key arrive, each new trouble is remediated once,
 * and the book closes when nothing has fired for the hold-down window.
 */
export async function incident(input: IncidentInput): Promise<IncidentRecord> {
  const desk = new IncidentDesk(input.key, input.record);
  setHandler(deliverSignal, (deliveries) => desk.receive(deliveries), {
    description: 'Alerts that belong to this incident.',
  });
  setHandler(progressSignal, (progress) => desk.progress(progress), { description: 'How far the remediation is.' });
  setHandler(recordQuery, () => desk.record, { description: 'Everything known about this incident.' });
  const clock = new EscalationClock(desk);
  handlePolicyEdits(desk, clock);
  const deeds = new Deeds(desk, clock);
  const operators = new OperatorDesk(desk, deeds);

  for (;;) {
    if (hasNewTrouble(desk.record)) await remediate(desk);
    const news = await awaitNews(desk);
    if (news === 'trouble') continue;

    if (deeds.mustClose) deeds.close();
    if (news === 'closed') clock.stop('the incident is closed');
    if (news === 'closed') await sendReview(desk);
    await settled(desk, operators, clock);
    // A signal may have come in with the very task that closes the book.
    if (hasNewTrouble(desk.record) || deeds.mustClose) continue;
    if (news === 'closed') return desk.record;
    await continueAsNew<typeof incident>({ key: input.key, record: desk.record });
  }
}

/** Nothing must get lost with a run: no message to people, no record, and no answer to whoever waits for one. */
async function settled(desk: IncidentDesk, operators: OperatorDesk, clock: EscalationClock): Promise<void> {
  do {
    await clock.pagesSent();
    await desk.messagesSent();
    await operators.allRecorded();
    await condition(allHandlersFinished);
  } while (operators.isRecording || (desk.isTelling && !hasNewTrouble(desk.record)));
}
