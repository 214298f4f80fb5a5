import type { Client, WorkflowHandle } from '@temporalio/client';
import {
  WorkflowIdReusePolicy,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  isGrpcCancelledError,
  isGrpcDeadlineError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { setTimeout as wait } from 'node:timers/promises';
import type { Delivery } from '../../../model/incident/delivery.ts';
import type { IncidentRecord } from '../../../model/incident/incident.ts';
import type { TimelineEvent } from '../../../model/incident/timeline.ts';
import type { OperatorAnswer, OperatorAsk } from '../../../model/operators/message.ts';
import { incidentWorkflowId, messageNames, workflowTypes } from '../../../model/names.ts';

/** How long a test waits for something that needs no time of the server's clock. */
const patienceMs = 60_000;

/** What a query for a workflow's metadata says that is of use here. */
interface WorkflowMetadata {
  readonly currentDetails?: string;
}

/** One incident of a test, seen the way the outside world sees it. */
export class PlayedIncident {
  readonly key: string;
  private readonly client: Client;
  private readonly taskQueue: string;

  constructor(client: Client, taskQueue: string, key: string) {
    this.client = client;
    this.taskQueue = taskQueue;
    this.key = key;
  }

  /** The newest run, whichever that is. */
  get handle(): WorkflowHandle {
    return this.client.workflow.getHandle(incidentWorkflowId(this.key));
  }

  /** Hands over alerts as the door does, all in one signal. */
  async deliver(...deliveries: readonly Delivery[]): Promise<void> {
    await this.client.workflow.signalWithStart(workflowTypes.incident, {
      workflowId: incidentWorkflowId(this.key),
      taskQueue: this.taskQueue,
      args: [{ key: this.key }],
      signal: messageNames.deliver,
      signalArgs: [deliveries],
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    });
  }

  /** Asks for something by Update, as the dialog of the Temporal UI does; nothing given is nothing sent. */
  async ask(ask: OperatorAsk, ...input: [unknown?]): Promise<string> {
    const answer = await this.handle.executeUpdate<OperatorAnswer, [unknown]>(messageNames[ask], {
      args: input as [unknown],
    });
    return answer.state;
  }

  /** Asks for something by Update, and must be refused; what the asker reads. */
  async refused(ask: OperatorAsk, ...input: [unknown?]): Promise<string> {
    try {
      await this.ask(ask, ...input);
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)
        return error.cause.message;
      throw error;
    }
    throw new Error('it was not refused');
  }

  /** Asks for something by Signal. */
  signal(ask: OperatorAsk, ...input: readonly unknown[]): Promise<void> {
    return this.handle.signal(messageNames[ask], ...input);
  }

  record(): Promise<IncidentRecord> {
    return this.query<IncidentRecord>(messageNames.record);
  }

  /** What operators see in the UI at this moment. */
  async currentDetails(): Promise<string> {
    const metadata = await this.query<WorkflowMetadata>('__temporal_workflow_metadata');
    return metadata.currentDetails ?? '';
  }

  async runId(): Promise<string> {
    return (await this.handle.describe()).runId;
  }

  /** Waits, while the server's clock stands still, until the record is as wanted. */
  async until(isReached: (record: IncidentRecord) => boolean): Promise<IncidentRecord> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const record = await this.record();
      if (isReached(record)) return record;
      if (Date.now() > deadline) throw new Error(`never came to what was awaited: ${JSON.stringify(record, null, 1)}`);
      await wait(20);
    }
  }

  /** Waits, while the server's clock stands still, until another run has taken over. */
  async untilRunAfter(runId: string): Promise<void> {
    while ((await this.runId()) === runId) await wait(20);
  }

  /** Ends what still runs, in good order: a task that nobody takes up would hold the server's clock still for ever. */
  async abandon(): Promise<void> {
    try {
      await this.handle.cancel();
      await this.handle.result();
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError || error instanceof WorkflowFailedError)) throw error;
    }
  }

  /** Lets time pass until the incident closes, over continued runs too. */
  closed(): Promise<IncidentRecord> {
    return this.handle.result() as Promise<IncidentRecord>;
  }

  /** The server never answers a query that meets the very end of a run; the next one finds the run behind it. */
  private async query<Answer>(query: string): Promise<Answer> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      try {
        return await this.client.connection.withDeadline(Date.now() + 2_000, () => this.handle.query<Answer>(query));
      } catch (error) {
        const isUnanswered = isGrpcDeadlineError(error) || isGrpcCancelledError(error);
        if (!isUnanswered || Date.now() > deadline) throw error;
      }
    }
  }
}

/** What happened, without when and why. */
export function eventsOf({ timeline }: IncidentRecord): readonly TimelineEvent[] {
  return timeline.entries.map(({ event }) => event);
}
