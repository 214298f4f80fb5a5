import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { OwnMessageRef, Principal, Sender } from '../../model/remediation/sender.ts';

/** A message and the run that got it. */
export interface SenderQuestion {
  readonly workflowId: string;
  readonly runId: string;
  readonly message: OwnMessageRef;
}

type HistoryPage = Awaited<ReturnType<Client['workflowService']['getWorkflowExecutionHistory']>>;
type HistoryEvent = NonNullable<NonNullable<HistoryPage['history']>['events']>[number];

/** Servers warn of requests for more. */
const eventsPerPage = 256;
/** More than there can be: a server ends a run at 51,200 events or 50 MiB. */
const maxPages = 1_000;
const deadlineMs = 10_000;

/** gRPC status NOT_FOUND. */
const notFound = 5;
/** `temporal.api.enums.v1.WorkflowTaskFailedCause`: the run branches off here, by a Reset. */
const causeReset = 20;

/**
 * Finds out who sent a message to a run of a workflow. The whole run is read, because a Reset behind the
 * message matters as much as the message: docs/decisions/0011-who-approved.md tells what servers record.
 *
 * @returns undefined when the run has no such message, or not yet.
 */
export async function findSender(client: Client, question: SenderQuestion): Promise<Sender | undefined> {
  const isMeant = matcherOf(question.message);
  let sender: Sender | undefined;
  let isReapplying = false;
  for await (const event of eventsOf(client, question)) {
    if (Number(event.workflowTaskFailedEventAttributes?.cause) === causeReset) {
      isReapplying = true;
      if (sender) sender = { ...sender, replayed: true };
    }
    // A Reset writes what it brings back in one go, and then schedules a task.
    if (event.workflowTaskScheduledEventAttributes) isReapplying = false;
    if (!sender && isMeant(event)) sender = senderOf(event, isReapplying);
  }
  return sender;
}

async function* eventsOf(client: Client, { workflowId, runId }: SenderQuestion): AsyncGenerator<HistoryEvent> {
  let nextPageToken = new Uint8Array();
  for (let page = 0; page < maxPages; page++) {
    const request = {
      namespace: client.options.namespace,
      execution: { workflowId, runId },
      maximumPageSize: eventsPerPage,
      nextPageToken,
    };
    const answer = await client.connection
      .withDeadline(Date.now() + deadlineMs, () => client.workflowService.getWorkflowExecutionHistory(request))
      .catch(undefinedIfMissing);
    yield* answer?.history?.events ?? [];
    if (!answer?.nextPageToken?.length) return;
    nextPageToken = new Uint8Array(answer.nextPageToken);
  }
}

function matcherOf(message: OwnMessageRef): (event: HistoryEvent) => boolean {
  if (message.kind === 'update') return (event) => updateIdOf(event) === message.id;
  let before = 0;
  return ({ workflowExecutionSignaledEventAttributes: signal }) =>
    signal?.signalName === message.name && before++ === message.nth;
}

/** The id of the Update that begins with this event: accepted, or brought back by a Reset. */
function updateIdOf(event: HistoryEvent): string | null | undefined {
  return requestIn(event)?.meta?.updateId ?? event.workflowExecutionUpdateAcceptedEventAttributes?.protocolInstanceId;
}

function requestIn({
  workflowExecutionUpdateAcceptedEventAttributes: accepted,
  workflowExecutionUpdateAdmittedEventAttributes: admitted,
}: HistoryEvent) {
  return accepted?.acceptedRequest ?? admitted?.request;
}

function senderOf(event: HistoryEvent, isReapplied: boolean): Sender {
  const signal = event.workflowExecutionSignaledEventAttributes;
  return {
    identity: signal?.identity ?? requestIn(event)?.meta?.identity ?? '',
    principal: isReapplied ? null : principalOf(event),
    at: isoTimeOf(event),
    replayed: isReapplied,
    ...saidIn(event),
  };
}

/** What the message was called, and what it said; nothing where that cannot be decoded. */
function saidIn(event: HistoryEvent): Pick<Sender, 'message'> {
  const signal = event.workflowExecutionSignaledEventAttributes;
  const update = requestIn(event)?.input;
  const [payload] = (signal?.input ?? update?.args)?.payloads ?? [];
  try {
    const input: unknown = payload ? defaultPayloadConverter.fromPayload(payload) : undefined;
    return { message: { name: signal?.signalName ?? update?.name ?? '', input } };
  } catch {
    return {};
  }
}

/**
 * The stamp of the call that wrote the event. That is the sender's call only for signals from outside: an
 * accepted Update is written by the worker's, and a workflow's signal by that of anybody who comes along.
 */
function principalOf({ principal, workflowExecutionSignaledEventAttributes: signal }: HistoryEvent): Principal | null {
  if (!signal || signal.externalWorkflowExecution?.workflowId) return null;
  return principal?.name ? { type: principal.type ?? '', name: principal.name } : null;
}

function isoTimeOf({ eventTime }: HistoryEvent): string {
  return new Date(Number(eventTime?.seconds ?? 0) * 1_000 + (eventTime?.nanos ?? 0) / 1e6).toISOString();
}

function undefinedIfMissing(error: unknown): undefined {
  if ((error as { readonly code?: unknown }).code !== notFound) throw error;
}
