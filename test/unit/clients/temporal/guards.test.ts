import type { Client } from '@temporalio/client';
import { WithStartWorkflowOperation, WorkflowNotFoundError } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { createGuardClient } from '../../../../clients/temporal/guards.ts';
import type { Claim, ClaimAnswer } from '../../../../model/guard/ledger.ts';
import { wideCaps } from '../../../support/fake-guards.ts';

const claim: Claim = {
  id: 'run-1',
  target: 'host/host-1/service/web',
  runbook: 'service-down',
  askedAt: 1_000,
  groups: [],
  lapsesAfterMs: 60_000,
};

const answer: ClaimAnswer = { verdict: { verdict: 'go' }, recurs: false };

/** What an Update is sent with that begins its workflow where there is none. */
interface ClaimCall {
  readonly args: readonly unknown[];
  readonly startWorkflowOperation: WithStartWorkflowOperation<never>;
}

/** A Temporal client that stores nothing; each call goes the given way. */
function aClient(call: () => Promise<unknown>) {
  const updates: (ClaimCall & { readonly name: string })[] = [];
  const signals: (readonly unknown[])[] = [];
  const deadlines: number[] = [];
  const client = {
    connection: {
      withDeadline: (deadline: number, run: () => Promise<unknown>) => (deadlines.push(deadline), run()),
    },
    workflow: {
      executeUpdateWithStart: (name: string, options: ClaimCall) => (updates.push({ name, ...options }), call()),
      getHandle: (workflowId: string) => ({
        signal: (...signal: readonly unknown[]) => (signals.push([workflowId, ...signal]), call()),
      }),
    },
  } as unknown as Client;
  return { guards: createGuardClient(client, 5_000), updates, signals, deadlines };
}

describe('claim', () => {
  it('asks the guard of the failure domain, which begins where there is none', async () => {
    const { guards, updates } = aClient(async () => answer);

    const answered = await guards.claim('kubernetes/prod', claim, wideCaps());

    expect(answered).toEqual(answer);
    expect(updates).toMatchObject([{ name: 'claim', args: [claim, wideCaps()] }]);
    expect(updates[0]?.startWorkflowOperation).toBeInstanceOf(WithStartWorkflowOperation);
    expect(updates[0]?.startWorkflowOperation).toMatchObject({
      workflowTypeOrFunc: 'guard',
      options: {
        workflowId: 'guard:kubernetes/prod',
        taskQueue: 'nightshift',
        args: [{}],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        staticSummary: 'repairs of kubernetes/prod',
      },
    });
  });

  it('brings an operation of its own to every call, because one cannot be used twice', async () => {
    const { guards, updates } = aClient(async () => answer);

    await guards.claim('hosts', claim, wideCaps());
    await guards.claim('hosts', claim, wideCaps());

    expect(updates[0]?.startWorkflowOperation).not.toBe(updates[1]?.startWorkflowOperation);
  });
});

describe('settle', () => {
  it('tells the guard of the failure domain how the repair ended', async () => {
    const { guards, signals } = aClient(async () => undefined);

    await guards.settle('hosts', 'run-1', 'verified');

    expect(signals).toEqual([['guard:hosts', 'settle', { id: 'run-1', end: 'verified' }]]);
  });
});

describe('settle, where somebody has ended the guard', () => {
  it('has nothing to give back, and does not hold the repair up', async () => {
    const { guards } = aClient(() => Promise.reject(new WorkflowNotFoundError('none', 'guard:hosts', undefined)));

    await expect(guards.settle('hosts', 'run-1', 'verified')).resolves.toBeUndefined();
  });
});

describe('every call to a guard', () => {
  const calls: readonly (readonly [string, (guards: ReturnType<typeof createGuardClient>) => Promise<unknown>])[] = [
    ['claim', (guards) => guards.claim('hosts', claim, wideCaps())],
    ['settle', (guards) => guards.settle('hosts', 'run-1', 'not-acted')],
  ];

  it.each(calls)('rejects where the guard cannot be reached: %s', async (_name, call) => {
    const { guards } = aClient(() => Promise.reject(new Error('outage')));

    await expect(call(guards)).rejects.toThrow('outage');
  });

  it.each(calls)('has to end within the deadline: %s', async (_name, call) => {
    const { guards, deadlines } = aClient(async () => answer);
    const before = Date.now();

    await call(guards);

    expect(deadlines).toHaveLength(1);
    expect(deadlines[0]).toBeGreaterThanOrEqual(before + 5_000);
    expect(deadlines[0]).toBeLessThanOrEqual(Date.now() + 5_000);
  });
});
