import type { Client } from '@temporalio/client';
import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { askIncident, signalIncident } from '../../../../clients/temporal/operators/operator-messages.ts';
import type { OperatorMessage } from '../../../../model/operators/message.ts';

const message: OperatorMessage = { by: 'alex', comment: null };
const workflowId = 'incident:host/web-1';
const missing = new WorkflowNotFoundError('none', workflowId, undefined);
const closing = ApplicationFailure.nonRetryable('somebody has closed this incident', 'RequestRefused');

/** A Temporal client whose one workflow answers every message the given way. */
function aClient(answer: () => Promise<unknown>) {
  const sent: (readonly unknown[])[] = [];
  const send = (...parts: readonly unknown[]) => (sent.push(parts), answer());
  const getHandle = (id: string) => ({
    executeUpdate: (...parts: readonly unknown[]) => send(id, ...parts),
    signal: (...parts: readonly unknown[]) => send(id, ...parts),
  });
  const connection = { withDeadline: (_deadline: number, call: () => unknown) => call() };
  return { client: { connection, workflow: { getHandle } } as unknown as Client, sent };
}

describe('askIncident', () => {
  it.each(['host/web-1', workflowId])('asks the incident %s, and tells how it stands', async (name) => {
    const { client, sent } = aClient(async () => ({ state: 'alex has taken over' }));

    const outcome = await askIncident(client, name, 'takeOver', message, { updateId: 'button-1' });

    expect(outcome).toEqual({ outcome: 'done', state: 'alex has taken over' });
    expect(sent).toEqual([[workflowId, 'take-over', { args: [message], updateId: 'button-1' }]]);
  });

  it.each([
    ['no-incident', missing, {}],
    ['unheard', new WorkflowUpdateRPCTimeoutOrCancelledError('timed out'), {}],
    ['refused', new WorkflowUpdateFailedError('failed', closing), { because: 'somebody has closed this incident' }],
    ['refused', new WorkflowUpdateFailedError('Update failed', undefined), { because: 'Update failed' }],
  ] as const)('says of what it hears that it is %s', async (outcome, error, more) => {
    const { client } = aClient(() => Promise.reject(error));

    expect(await askIncident(client, 'host/web-1', 'close', message)).toEqual({ outcome, ...more });
  });

  it('does not take an outage for an answer', async () => {
    const { client } = aClient(() => Promise.reject(new Error('outage')));

    await expect(askIncident(client, 'host/web-1', 'close', message)).rejects.toThrow('outage');
  });
});

describe('signalIncident', () => {
  it('has what is asked for stored', async () => {
    const { client, sent } = aClient(async () => undefined);

    expect(await signalIncident(client, 'host/web-1', 'acknowledge', message)).toBe(true);
    expect(sent).toEqual([[workflowId, 'acknowledge', message]]);
  });

  it('says that there is no such incident', async () => {
    const { client } = aClient(() => Promise.reject(missing));

    expect(await signalIncident(client, 'host/web-1', 'close', message)).toBe(false);
  });

  it('takes no outage for that', async () => {
    const { client } = aClient(() => Promise.reject(new Error('outage')));

    await expect(signalIncident(client, 'host/web-1', 'close', message)).rejects.toThrow('outage');
  });
});
