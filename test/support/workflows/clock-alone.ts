/** The bundle's entry for tests of the clock alone: an incident that people have, with the messages that reach its clock. */
import { condition, continueAsNew, defineQuery, defineSignal, setHandler } from '@temporalio/workflow';
import type { Delivery } from '../../../model/incident/delivery.ts';
import type { IncidentRecord } from '../../../model/incident/incident.ts';
import { messageNames } from '../../../model/names.ts';
import { IncidentDesk } from '../../../workflows/incident/desk.ts';
import { EscalationClock } from '../../../workflows/escalation/clock.ts';
import { handlePolicyEdits } from '../../../workflows/escalation/policy-edits.ts';

interface Input {
  readonly key: string;
  readonly record?: IncidentRecord;
}

/** Whom a test has say something, and for how long it counts. */
interface Said {
  readonly by: string;
  readonly forMs?: number;
}

/** Begins to wake people at its first alert; ends when told to, and continues as new when asked to. */
export async function incident({ key, record }: Input): Promise<IncidentRecord> {
  const desk = new IncidentDesk(key, record);
  const clock = new EscalationClock(desk);
  let [isOver, isRenewed] = [false, false];
  setHandler(defineSignal<[readonly Delivery[]]>(messageNames.deliver), (deliveries) => desk.receive(deliveries));
  setHandler(defineQuery<IncidentRecord>(messageNames.record), () => desk.record);
  setHandler(defineSignal<[Said]>(messageNames.acknowledge), ({ by, forMs }) => {
    clock.acknowledge(by, Date.now() + (forMs ?? clock.state?.policy.acknowledgedMs ?? 0));
  });
  setHandler(defineSignal<[Said]>(messageNames.escalate), ({ by }) => void clock.escalateNow(by));
  setHandler(defineSignal<[Said]>(messageNames.takeOver), ({ by }) => desk.change({ ...desk.record, takenOverBy: by }));
  setHandler(defineSignal(messageNames.close), () => void (isOver = true));
  setHandler(defineSignal('renew'), () => void (isRenewed = true));
  setHandler(defineSignal('escalate-again'), () => desk.report('escalated'));
  handlePolicyEdits(desk, clock);

  await condition(() => desk.record.deliveries > 0);
  await desk.readPolicy(null);
  if (!record) desk.conclude({ kind: 'escalated', reason: 'runbook-failed', detail: 'a test says so' });
  await condition(() => isOver || isRenewed);
  await desk.messagesSent();
  await clock.pagesSent();
  if (isOver) return desk.record;
  return continueAsNew<typeof incident>({ key, record: desk.record });
}
