import type { Client } from '@temporalio/client';
import { WithStartWorkflowOperation, WorkflowNotFoundError } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { createGuardClient } from '../../../../clients/temporal/guards.ts';
import type { Claim, ClaimAnswer } from '../../../../model/guard/ledger.ts';
import { wideCaps } from '../../../support/guard/fake-guards.ts';

const claim: Claim = {
  id: 'run-1',
  target: 'host/host-1/service/web',
  runbook: 'service-down',
  putAt: 1_000,
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
    const { guards, updates } = aClient(async () => [answer]);

    const answered = await guards.claim('kubernetes/prod', claim, wideCaps());

    expect(answered).toEqual(answer);
    expect(updates).toMatchObject([{ name: 'claim', args: [[claim], wideCaps()] }]);
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
        priority: { priorityKey: 1 },
      },
    });
  });

  it('brings an operation of its own to every call, because one cannot be used twice', async () => {
    const { guards, updates } = aClient(async () => [answer]);

    await guards.claim('hosts', claim, wideCaps());
    await guards.claim('hosts', claim, wideCaps());

    expect(updates[0]?.startWorkflowOperation).not.toBe(updates[1]?.startWorkflowOperation);
  });
});

const claims = (count: number, part: Partial<Claim> = {}): readonly Claim[] =>
  Array.from({ length: count }, (_, nth) => ({ ...claim, id: `run-${nth}`, ...part }));
/** Each gets an answer that shows which claim it belongs to. */
const answersOf = (asked: readonly Claim[]): readonly ClaimAnswer[] =>
  asked.map(({ id }) => ({ verdict: { verdict: 'refuse', reason: 'frozen', detail: id }, recurs: false }));

/** A guard that answers after a while, and the claims that it was sent together. */
function aGuard() {
  const batches: (readonly Claim[])[] = [];
  const client = aClient(async () => {
    const asked = client.updates.at(-1)?.args[0] as readonly Claim[];
    batches.push(asked);
    await new Promise(setImmediate);
    return answersOf(asked);
  });
  return { ...client, batches };
}

describe('claims that come at the same time', () => {
  it('go together while one is being answered, and each gets its own answer', async () => {
    const { guards, batches } = aGuard();

    const answers = await Promise.all(claims(120).map((one) => guards.claim('hosts', one, wideCaps())));

    expect(batches.map((batch) => batch.length)).toEqual([1, 50, 50, 19]);
    expect(answers).toEqual(answersOf(claims(120)));
  });

  it('go apart where they belong to several failure domains', async () => {
    const { guards, batches } = aGuard();

    await Promise.all(['a', 'b', 'c'].map((domain) => guards.claim(domain, claim, wideCaps())));

    expect(batches).toEqual([[claim], [claim], [claim]]);
  });

  it('go in smaller numbers where they are large, and never become too large for Temporal', async () => {
    const { guards, batches } = aGuard();
    const members = Array.from({ length: 1_900 }, (_, nth) => `host/host-${nth}/service/${'x'.repeat(40)}`);
    const groups = [{ name: 'web', limit: 1, unhealthy: [], members }];

    await Promise.all(claims(6, { groups }).map((one) => guards.claim('hosts', one, wideCaps())));

    expect(batches.map((batch) => batch.length)).toEqual([1, 2, 2, 1]);
  });

  it('fail together, and those after them are asked all the same', async () => {
    const failures = [new Error('outage')];
    const client = aClient(async () => {
      await new Promise(setImmediate);
      if (client.updates.length === 2) throw failures[0] as Error;
      return answersOf(client.updates.at(-1)?.args[0] as readonly Claim[]);
    });

    const answers = await Promise.allSettled(claims(60).map((one) => client.guards.claim('hosts', one, wideCaps())));

    const failed = answers.map(({ status }, nth) => (status === 'rejected' ? nth : -1)).filter((nth) => nth >= 0);
    expect(failed).toEqual(Array.from({ length: 50 }, (_, nth) => nth + 1));
  });

  it('are not left without an answer by a guard that says too little', async () => {
    const { guards } = aClient(async () => []);

    await expect(guards.claim('hosts', claim, wideCaps())).rejects.toThrow('left a claim without an answer');
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
    const { guards, deadlines } = aClient(async () => [answer]);
    const before = Date.now();

    await call(guards);

    expect(deadlines).toHaveLength(1);
    expect(deadlines[0]).toBeGreaterThanOrEqual(before + 5_000);
    expect(deadlines[0]).toBeLessThanOrEqual(Date.now() + 5_000);
  });
});
