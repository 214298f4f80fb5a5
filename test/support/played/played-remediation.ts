import type { Client, WorkflowHandle } from '@temporalio/client';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Activities } from '../../../activities/index.ts';
import { messageNames, remediationWorkflowId } from '../../../model/names.ts';
import type { Ballot, VoteAnswer } from '../../../model/remediation/vote.ts';
import type { Target } from '../../../model/target.ts';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** The remediation of a test's target, seen the way people and programs see it. */
export class PlayedRemediation {
  private readonly client: Client;
  private readonly target: Target;

  constructor(client: Client, target: Target) {
    this.client = client;
    this.target = target;
  }

  /** The newest one, whichever that is. */
  get handle(): WorkflowHandle {
    return this.client.workflow.getHandle(remediationWorkflowId(this.target));
  }

  /** Votes by Update. */
  vote(ballot: Ballot, input: unknown): Promise<VoteAnswer> {
    return this.handle.executeUpdate<VoteAnswer, [unknown]>(messageNames[ballot], { args: [input] });
  }

  /** Votes by Update, and must be refused; what the voter reads. */
  async refusedVote(ballot: Ballot, input: unknown): Promise<string> {
    try {
      await this.vote(ballot, input);
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)
        return error.cause.message;
      throw error;
    }
    throw new Error('the vote counted');
  }

  /** Sends a Signal; nothing given is nothing sent. */
  signal(name: Ballot | 'undo' | 'standDown', ...input: readonly unknown[]): Promise<void> {
    return this.handle.signal(messageNames[name], ...input);
  }

  /** The activities of one type that were scheduled so far. */
  async countOf(activity: keyof Activities): Promise<number> {
    return (await this.events()).filter(
      (event) => event.activityTaskScheduledEventAttributes?.activityType?.name === activity,
    ).length;
  }

  /** Waits until a signal is in the history. */
  async untilSignalled(name: string): Promise<void> {
    const isIt = (event: HistoryEvent) => event.workflowExecutionSignaledEventAttributes?.signalName === name;
    while (!(await this.events()).some(isIt)) await wait(20);
  }

  /** Waits until an event of a kind is in the history, by the name of its attributes. */
  async untilThereIs(attributes: keyof HistoryEvent): Promise<void> {
    while (!(await this.events()).some((event) => event[attributes])) await wait(20);
  }

  /** What has happened to it, as the server wrote it down. */
  async events(): Promise<readonly HistoryEvent[]> {
    return (await this.handle.fetchHistory()).events ?? [];
  }

  /** How it stands: `RUNNING`, `COMPLETED`, `CANCELLED`, … */
  async status(): Promise<string> {
    return (await this.handle.describe()).status.name;
  }
}
