import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ActingDependencies } from '../../activities/acting.ts';
import { createActingActivities } from '../../activities/acting.ts';
import { createGuardClient } from '../../clients/temporal/guards.ts';
import type { Claim, Ledger } from '../../model/guard/ledger.ts';
import { taskQueue } from '../../model/names.ts';
import type { ActionOrder } from '../../model/remediation/action-order.ts';
import { anActingScene } from '../support/acting/acting-scene.ts';
import type { DevWorker } from '../support/temporal/dev-worker.ts';
import { startDevWorker } from '../support/temporal/dev-worker.ts';
import { wideCaps } from '../support/guard/fake-guards.ts';
import { standingRules } from '../support/guard/standing-rules.ts';
import type * as workflows from '../support/workflows/ordered.ts';

let dev: DevWorker;
let acting: ReturnType<typeof createActingActivities>;

beforeAll(async () => {
  dev = await startDevWorker({
    workflows: 'ordered',
    taskQueue,
    activities: () => ({ performAction: (order: ActionOrder) => acting.performAction(order) }),
  });
});

afterAll(() => dev[Symbol.asyncDispose]());

/** Has an order performed by a workflow of its own. */
function have(order: ActionOrder, deps: ActingDependencies) {
  acting = createActingActivities(deps);
  const workflowId = `ordered-${randomUUID()}`;
  const { workflow } = dev.clientOf('test');
  return workflow.execute<typeof workflows.ordered>('ordered', { taskQueue, workflowId, args: [order] });
}

/** A kill switch that cannot be read for the first so many times. */
function awayFor(times: number) {
  let asked = 0;
  const findFreeze = async () => (++asked > times ? undefined : Promise.reject(new Error('outage')));
  return { standingRules: standingRules({ findFreeze }) };
}

describe('an action whose guards are away for a moment', () => {
  it('is performed once they are back, even where nobody could tell its effect', async () => {
    const { order, deps, restarts } = await anActingScene({ instance: null });

    const answer = await have(order, { ...deps, ...awayFor(2) });

    expect(answer).toEqual({ result: 'done', summary: 'restarted web' });
    expect(restarts()).toBe(1);
  });
});

describe('the guard of a failure domain', () => {
  const claim: Claim = {
    id: 'run-1',
    target: 'host/host-1/service/web',
    runbook: 'service-down',
    putAt: Date.now(),
    askedAt: Date.now(),
    groups: [],
    lapsesAfterMs: 3_600_000,
  };

  it('begins with the first claim, keeps one place for it, and takes it back', async () => {
    const client = dev.clientOf('test');
    const guards = createGuardClient(client, 30_000);
    const [caps, other] = [wideCaps({ parallel: 1 }), { ...claim, id: 'run-2', target: 'host/host-2/service/web' }];

    const answers = [
      await guards.claim('hosts', claim, caps),
      await guards.claim('hosts', claim, caps),
      await guards.claim('hosts', other, caps),
    ];
    await guards.settle('hosts', claim.id, 'verified');
    const after = await guards.claim('hosts', other, caps);

    expect(answers.map(({ verdict }) => verdict.verdict)).toEqual(['go', 'go', 'wait']);
    expect(after.verdict).toEqual({ verdict: 'go' });
    await vi.waitFor(async () => {
      const ledger = await client.workflow.getHandle('guard:hosts').query<Ledger>('ledger');
      expect(ledger).toMatchObject({ running: [{ id: 'run-2' }], ended: [{ id: 'run-1', end: 'verified' }] });
    });
  });

  it('holds nobody up who settles where somebody has ended it', async () => {
    const client = dev.clientOf('test');
    const guards = createGuardClient(client, 30_000);
    await guards.claim('racks', claim, wideCaps());
    await client.workflow.getHandle('guard:racks').terminate();

    await expect(guards.settle('racks', claim.id, 'verified')).resolves.toBeUndefined();
  });
});
