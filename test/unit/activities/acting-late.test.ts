import type { ApplicationFailure } from '@temporalio/activity';
import { appendFile } from 'node:fs/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { actions } from '../../../activities/actions/index.ts';
import type { AuditLog } from '../../../clients/audit/audit-log.ts';
import type { Attempt } from '../../../clients/temporal/attempts.ts';
import { anActingScene } from '../../support/acting-scene.ts';
import { anIntent } from '../../support/builders.ts';
import { aFailure } from '../../support/failures.ts';

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
