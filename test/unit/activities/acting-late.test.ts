import type { ApplicationFailure } from '@temporalio/activity';
import { existsSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { actions } from '../../../activities/actions/index.ts';
import type { AuditLog } from '../../../clients/audit/audit-log.ts';
import type { Attempt } from '../../../clients/temporal/attempts.ts';
import { anActingScene } from '../../support/acting/acting-scene.ts';
import { aFakeAnsible } from '../../support/playbooks/fake-ansible.ts';
import { anIntent } from '../../support/builders.ts';
import { aFailure } from '../../support/acting/failures.ts';

/** A scene in which a worker that is gone now has just begun the order. */
async function justBegun() {
  const scene = await anActingScene();
  const { key, plan, preconditions } = scene.order;
  await scene.audit.write(anIntent({ key, plan, before: preconditions, at: new Date().toISOString() }));
  return scene;
}

describe('an order that was begun a moment ago', () => {
  it.each([1, 2])(
    'is left alone until it has had its time, because it may still take effect: attempt %i',
    async (attempt) => {
      const scene = await justBegun();

      const { answer, beats } = await scene.act(undefined, { attempt });

      expect(answer).toMatchObject(aFailure('EffectPending'));
      const { nextRetryDelay } = answer as ApplicationFailure;
      expect(nextRetryDelay).toBeGreaterThan(0);
      expect(nextRetryDelay).toBeLessThanOrEqual(actions['restart-service'].expectedMs);
      expect(beats).toEqual([]);
      expect(scene.restarts()).toBe(0);
      expect(await scene.records()).toHaveLength(1);
    },
  );

  it('is done already where it has taken effect meanwhile', async () => {
    const scene = await justBegun();
    await appendFile(scene.startsFile, 'another start\n');

    const { answer } = await scene.act(undefined, { attempt: 2 });

    expect(answer).toEqual({ result: 'done', summary: 'restart-service had been done already' });
    expect(scene.restarts()).toBe(1);
  });
});

describe('a playbook that was begun a moment ago', () => {
  it('is not even asked for until its time is over, because it may still run', async () => {
    const scene = await justBegun();
    const { target, deps, folder } = await aFakeAnsible(
      { check: 'echo asked >"${0%/*}/asked"' },
      { timeoutMs: 60_000 },
    );
    const order = { ...scene.order, action: 'run-playbook', target } as const;

    const { answer } = await scene.act(order, { attempt: 2 }, deps);

    expect(answer).toMatchObject(aFailure('EffectPending'));
    expect((answer as ApplicationFailure).nextRetryDelay).toBeGreaterThan(60_000);
    expect(existsSync(join(folder, 'asked'))).toBe(false);
  });

  it('is asked then', async () => {
    const scene = await anActingScene();
    const { key, plan, preconditions } = scene.order;
    const { target, deps } = await aFakeAnsible({}, { timeoutMs: 60_000 });
    const at = new Date(Date.now() - 71_000).toISOString();
    await scene.audit.write(anIntent({ key, plan, before: preconditions, at }));

    const { answer } = await scene.act({ ...scene.order, action: 'run-playbook', target }, { attempt: 2 }, deps);

    expect(answer).toEqual({ result: 'done', summary: 'run-playbook had been done already' });
  });
});

describe('an attempt that comes too late', () => {
  afterEach(() => void vi.useRealTimers());

  it('does nothing, and records nothing, where nobody waits for it any more', async () => {
    const { act, records, restarts } = await anActingScene();

    const { answer } = await act(
      undefined,
      { attempt: 3, heartbeatDetails: { notBegun: 2 } },
      { isAwaited: () => Promise.resolve(false) },
    );

    expect(answer).toMatchObject({ ...aFailure('NotBegun'), message: 'nobody waits for this attempt any more' });
    expect(restarts()).toBe(0);
    expect(await records()).toEqual([]);
  });

  it('asks for itself, and for no other attempt', async () => {
    const { act } = await anActingScene();
    const workflowExecution = { workflowId: 'remediation:host/host-1', runId: 'this-run' };
    const asked: Attempt[] = [];
    const isAwaited = (attempt: Attempt): Promise<boolean> => Promise.resolve(asked.push(attempt) > 0);

    await act(
      undefined,
      { workflowExecution, activityId: '7', attempt: 3, heartbeatDetails: { notBegun: 2 } },
      { isAwaited },
    );

    expect(asked).toEqual([{ ...workflowExecution, activityId: '7', attempt: 3 }]);
  });

  it('does nothing where it slept between the last question and the effect', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { audit, act, records, restarts } = await anActingScene();
    const write: AuditLog['write'] = async (record) => {
      await audit.write(record);
      vi.setSystemTime(Date.now() + 6_000);
    };

    const { answer } = await act(undefined, {}, { audit: { ...audit, write } });

    expect(answer).toMatchObject({ ...aFailure('NotBegun'), message: 'it took too long to begin' });
    expect(restarts()).toBe(0);
    expect(await records()).toMatchObject([{ kind: 'intent' }]);
  });
});
