import type { Client } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { FreezesUnreadableError, createFreezeClient } from '../../../../clients/temporal/freezes.ts';
import type { Freeze } from '../../../../model/freeze/freeze.ts';
import { aFreeze } from '../../../support/builders.ts';

interface Call {
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What the server says of the kill switch. */
interface Description {
  readonly status: { readonly name: string };
  readonly runId: string;
  readonly memo?: Readonly<Record<string, unknown>>;
  readonly raw: { readonly pendingWorkflowTask?: object | null };
}

const order = { target: null, runbook: null, reason: 'maintenance', by: 'alex' };

/** A kill switch that runs and has worked off everything. */
function aKillSwitch(freezes: readonly Freeze[] = [], overrides: Partial<Description> = {}): Description {
  return {
    status: { name: 'RUNNING' },
    runId: 'run-2',
    memo: { killSwitch: { run: 'run-2', freezes } },
    raw: { pendingWorkflowTask: null },
    ...overrides,
  };
}

/** A Temporal client that gives these answers one after the other, the last one for ever. */
function aClient(answers: readonly (Description | Error)[], start: () => Promise<void> = async () => undefined) {
  const calls: Call[] = [];
  const left = [...answers];
  const describeNow = async () => {
    const answer = left.length > 1 ? left.shift() : left[0];
    if (!answer || answer instanceof Error) throw answer ?? new Error('nothing was prepared');
    return answer;
  };
  const call = async (type: string, options: Call['options']) => {
    calls.push({ type, options });
    await start();
  };
  const client = {
    connection: { withDeadline: (_deadline: number, run: () => Promise<unknown>) => run() },
    workflow: { getHandle: () => ({ describe: describeNow }), signalWithStart: call, start: call },
  } as unknown as Client;
  return { freezes: createFreezeClient(client, 300), calls };
}

describe('read', () => {
  it.each([[[]], [[aFreeze(), aFreeze({ scope: { target: 'host/web-1', runbook: null } })]]])(
    'tells what the memo shows: %j',
    async (freezes) => {
      expect(await aClient([aKillSwitch(freezes)]).freezes.read()).toEqual(freezes);
    },
  );

  it.each<[string, Description | Error, RegExp]>([
    [
      'there is none',
      new WorkflowNotFoundError('none', 'freezes', undefined),
      /there is no kill switch.*start a worker/,
    ],
    ['Temporal does not answer', new Error('UNAVAILABLE'), /Temporal does not say what is frozen: UNAVAILABLE/],
    ['it was terminated', aKillSwitch([], { status: { name: 'TERMINATED' } }), /is TERMINATED: find out who/],
    ['it is paused', aKillSwitch([], { status: { name: 'PAUSED' } }), /is PAUSED/],
    ['a message waits for it', aKillSwitch([], { raw: { pendingWorkflowTask: {} } }), /see that a worker runs/],
    ['it has shown nothing yet', aKillSwitch([], { memo: {} }), /see that a worker runs/],
    ['another run has shown it', aKillSwitch([], { runId: 'run-3' }), /see that a worker runs/],
    ['it shows something else', aKillSwitch([null as unknown as Freeze]), /see that a worker runs/],
  ])('lets nobody act when %s', async (_when, answer, message) => {
    const reading = aClient([answer]).freezes.read();

    await expect(reading).rejects.toThrow(FreezesUnreadableError);
    await expect(reading).rejects.toThrow(message);
  });
});

describe('freeze', () => {
  it('stores the order by a signal that needs no worker, and sees it obeyed', async () => {
    const waiting = aKillSwitch([], { raw: { pendingWorkflowTask: {} } });
    const { freezes, calls } = aClient([aKillSwitch(), waiting, aKillSwitch([aFreeze()])]);

    const outcome = await freezes.freeze(order);

    expect(outcome).toEqual({ state: 'in-force', freezes: [aFreeze()] });
    expect(calls).toMatchObject([
      {
        type: 'freezes',
        options: {
          workflowId: 'freezes',
          taskQueue: 'nightshift',
          priority: { priorityKey: 1 },
          signal: 'freeze',
          signalArgs: [order],
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        },
      },
    ]);
  });

  it.each<[string, Description | Error]>([
    ['no worker obeys', aKillSwitch([], { raw: { pendingWorkflowTask: {} } })],
    ['Temporal falls silent behind it', new Error('UNAVAILABLE')],
  ])('says that it is stored when %s', async (_when, answer) => {
    expect(await aClient([answer]).freezes.freeze(order)).toEqual({ state: 'stored', freezes: [] });
  });

  it('says that it was refused when a worker has seen it and nothing is frozen', async () => {
    expect(await aClient([aKillSwitch()]).freezes.freeze(order)).toEqual({ state: 'refused', freezes: [] });
  });

  it('rejects when Temporal did not store it', async () => {
    const { freezes } = aClient([aKillSwitch()], () => Promise.reject(new Error('UNAVAILABLE')));

    await expect(freezes.freeze(order)).rejects.toThrow('UNAVAILABLE');
  });

  it.each<[string, Description | Error, readonly unknown[]]>([
    ['what a closed one had shown', aKillSwitch([aFreeze()], { status: { name: 'TERMINATED' } }), [[aFreeze()]]],
    ['nothing, where there never was one', new WorkflowNotFoundError('none', 'freezes', undefined), [[]]],
  ])('would begin with %s', async (_what, answer, args) => {
    const { freezes, calls } = aClient([answer, aKillSwitch([aFreeze()])]);

    await freezes.freeze(order);

    expect(calls[0]?.options['args']).toEqual(args);
  });
});

describe('unfreeze', () => {
  it.each<[string, readonly Freeze[], string]>([
    ['in-force', [aFreeze({ scope: { target: 'host', runbook: null } })], 'when it is gone'],
    ['refused', [aFreeze()], 'when it is there all the same'],
  ])('is %s with %j afterwards', async (state, after) => {
    const { freezes, calls } = aClient([aKillSwitch([aFreeze()]), aKillSwitch(after)]);

    const outcome = await freezes.unfreeze({ id: 'global', by: 'alex' });

    expect(outcome).toEqual({ state, freezes: after });
    expect(calls).toMatchObject([{ options: { signal: 'unfreeze', signalArgs: [{ id: 'global', by: 'alex' }] } }]);
  });
});

describe('ensure', () => {
  it('sets the kill switch up where there is none, and joins the one that runs', async () => {
    const { freezes, calls } = aClient([]);

    expect(await freezes.ensure()).toBe(true);
    expect(calls).toMatchObject([
      {
        type: 'freezes',
        options: {
          workflowId: 'freezes',
          taskQueue: 'nightshift',
          priority: { priorityKey: 1 },
          workflowIdConflictPolicy: 'USE_EXISTING',
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
        },
      },
    ]);
  });

  it('leaves one closed that somebody closed', async () => {
    const closed = new WorkflowExecutionAlreadyStartedError('closed', 'freezes', 'freezes');

    expect(await aClient([], () => Promise.reject(closed)).freezes.ensure()).toBe(false);
  });

  it('does not take an outage for a closed one', async () => {
    await expect(aClient([], () => Promise.reject(new Error('outage'))).freezes.ensure()).rejects.toThrow('outage');
  });
});
