import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { incidentKeyOf, incidentWorkflowId, messageNames } from '../../../model/names.ts';
import type { OperatorAsk, OperatorMessage } from '../../../model/operators/message.ts';
import { toldByUpdate } from './told-by-update.ts';

/** How long a request waits for a worker: less than a command waits for Temporal. */
const deadlineMs = 8_000;

/** What became of what an operator asked for. */
export type AskOutcome =
  | { readonly outcome: 'done'; readonly state: string }
  | { readonly outcome: 'refused'; readonly because: string }
  | { readonly outcome: 'no-incident' }
  /** No worker answered while there was time. It may be done all the same once one is there. */
  | { readonly outcome: 'unheard' };

/** Which request, to which incident, where that has to be certain. */
interface AskOptions {
  /** Names the request: a second one with the same id is the same one, and hears the same answer. */
  readonly updateId?: string;
  /** Of the incident that is meant: one that began later under its name is not asked. */
  readonly firstRun?: string | undefined;
}

/**
 * Asks an incident for something by an Update, and tells what it answered.
 *
 * @param name the incident's key or its workflow id.
 */
export async function askIncident(
  client: Client,
  name: string,
  ask: OperatorAsk | 'applyPolicy',
  message: OperatorMessage,
  { updateId, firstRun }: AskOptions = {},
): Promise<AskOutcome> {
  const run = firstRun === undefined ? {} : { firstExecutionRunId: firstRun };
  const handle = client.workflow.getHandle(incidentWorkflowId(incidentKeyOf(name)), undefined, run);
  const told = await client.connection.withDeadline(Date.now() + deadlineMs, () =>
    toldByUpdate(handle, messageNames[ask], message, updateId),
  );
  switch (told.outcome) {
    case 'refused':
      return { outcome: told.outcome, because: told.because };
    case 'no-workflow':
      return { outcome: 'no-incident' };
    case 'done':
    case 'unheard':
      return told;
  }
}

/**
 * Asks by a signal: stored even while no worker runs. What becomes of it the incident's timeline tells.
 *
 * @returns false where there is no such incident.
 */
export async function signalIncident(
  client: Client,
  name: string,
  ask: OperatorAsk,
  message: OperatorMessage,
): Promise<boolean> {
  try {
    await client.workflow.getHandle(incidentWorkflowId(incidentKeyOf(name))).signal(messageNames[ask], message);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
