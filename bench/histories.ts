import type { Client } from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Activities } from '../activities/index.ts';
import { readIncident } from '../clients/temporal/incident-directory.ts';
import { incidentWorkflowId, remediationWorkflowId, workflowTypes } from '../model/names.ts';
import type { Target } from '../model/target.ts';
import { serviceTarget } from '../model/target.ts';

/** An alert of a configured service, and when it was about to be posted, in milliseconds since 1970. */
export interface SentAlert {
  readonly service: string;
  readonly at: number;
}

/** Milliseconds from posting an alert until a worker had begun something. */
export interface Reaction {
  readonly toFirstActivityMs: number;
  readonly toFirstActionMs: number;
}

/** What the server keeps of one incident and of its remediation, from first to last. */
export interface LifeCost {
  readonly events: number;
  readonly bytes: number;
}

const acting: keyof Activities = 'performAction';
const patienceMs = 180_000;

type HistoryEvent = NonNullable<Awaited<ReturnType<typeof eventsOf>>>[number];

/** Reads off the histories when an alert's first activity and its first action began. */
export async function readReaction(client: Client, { service, at }: SentAlert): Promise<Reaction> {
  const target = serviceTarget({ host: 'localhost', name: service });
  const incident = await eventsOf(client, incidentWorkflowId(target));
  const remediation = await eventsOf(client, remediationWorkflowId(target));
  const action = remediation.find(
    ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name === acting,
  );
  // A local activity leaves nothing but a marker, once it has ended.
  const [first] = [...incident, ...remediation]
    .filter((event) => event.activityTaskStartedEventAttributes ?? event.markerRecordedEventAttributes)
    .toSorted((left, right) => timeOf(service, left) - timeOf(service, right));
  const begun = remediation.find(
    ({ activityTaskStartedEventAttributes: started }) =>
      action && started && Number(started.scheduledEventId) === Number(action.eventId),
  );
  return { toFirstActivityMs: timeOf(service, first) - at, toFirstActionMs: timeOf(service, begun) - at };
}

/** When the first activity of a kind in the repair of a target was begun and ended, in milliseconds since 1970. */
export async function spanOf(client: Client, target: Target, activity: keyof Activities) {
  const events = await eventsOf(client, remediationWorkflowId(target));
  const scheduled = events.find(
    ({ activityTaskScheduledEventAttributes: one }) => one?.activityType?.name === activity,
  )?.eventId;
  const isOfIt = (one: { readonly scheduledEventId?: unknown } | null | undefined): boolean =>
    Number(one?.scheduledEventId) === Number(scheduled);
  const begun = events.find(({ activityTaskStartedEventAttributes: one }) => isOfIt(one));
  const ended = events.find(({ activityTaskCompletedEventAttributes: one }) => isOfIt(one));
  return { begun: timeOf(target, begun), ended: timeOf(target, ended) };
}

/** Waits until as many remediations have ended. */
export async function untilRepaired(client: Client, repairs: number): Promise<void> {
  const query = `WorkflowType = '${workflowTypes.remediation}' AND ExecutionStatus != 'Running'`;
  await untilCounted(client, query, repairs);
}

/** Waits until as many workflows match as wanted; rejects when their number stands still for minutes. */
export async function untilCounted(client: Client, query: string, wanted: number): Promise<void> {
  let best = -1;
  for (let lastChange = Date.now(); ; await sleep(100)) {
    const { count } = await client.workflow.count(query);
    if (count >= wanted) return;
    if (count > best) [best, lastChange] = [count, Date.now()];
    if (Date.now() - lastChange > patienceMs) throw new Error(`only ${count} of ${wanted} workflows match ${query}`);
  }
}

/** Waits until a worker has dealt with everything that these incidents were told before. */
export async function untilHeard(client: Client, incidents: readonly string[]): Promise<void> {
  // The answer to a question comes after the news that came before it.
  for (const incident of incidents) await readIncident(client, incident);
}

/** Waits until the incident of a service has closed, and says what its life has cost. */
export async function costOfLife(client: Client, service: string): Promise<LifeCost> {
  const target = serviceTarget({ host: 'localhost', name: service });
  const handles = [incidentWorkflowId(target), remediationWorkflowId(target)].map((id) =>
    client.workflow.getHandle(id),
  );
  await handles[0]?.result();
  const described = await Promise.all(handles.map((handle) => handle.describe()));
  return {
    events: sum(described.map(({ historyLength }) => historyLength)),
    bytes: sum(described.map(({ historySize }) => historySize)),
  };
}

function sum(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

async function eventsOf(client: Client, workflowId: string) {
  return (await client.workflow.getHandle(workflowId).fetchHistory()).events ?? [];
}

function timeOf(service: string, event: HistoryEvent | undefined): number {
  if (!event?.eventTime) throw new Error(`${service} was not repaired`);
  return Number(event.eventTime.seconds) * 1_000 + (event.eventTime.nanos ?? 0) / 1_000_000;
}
