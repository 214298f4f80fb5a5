import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import type { Freeze } from '../../model/freeze/freeze.ts';
import { maxFreezes } from '../../model/freeze/freeze.ts';
import { readNotice } from '../../model/freeze/order.ts';
import { freezesMemo, messageNames, workflowTypes } from '../../model/names.ts';
import { MockWorld } from '../support/played/mock-world.ts';
import { useTestBed } from '../support/played/use-test-bed.ts';

const bed = useTestBed();

const { freeze, unfreeze } = messageNames;

/** Plays with a kill switch of its own, and takes it away afterwards: it would never end by itself. */
async function withKillSwitch<Result>(
  script: (killSwitch: WorkflowHandle) => Promise<Result>,
  args: readonly unknown[] = [],
): Promise<Result> {
  const { result } = await bed.play({
    world: () => new MockWorld(),
    script: async ({ env, taskQueue }) => {
      const workflowId = `freezes-${taskQueue}`;
      await env.client.workflow.start(workflowTypes.freezes, { workflowId, taskQueue, args: [...args] });
      const killSwitch = env.client.workflow.getHandle(workflowId);
      try {
        return await script(killSwitch);
      } finally {
        await killSwitch.terminate('the test is over');
      }
    },
  });
  return result;
}

function inForce(killSwitch: WorkflowHandle): Promise<readonly Freeze[]> {
  return killSwitch.query<readonly Freeze[]>(messageNames.freezes);
}

/** What the memo shows, with whether the run that shows it is the one that wrote it. */
async function shownBy(killSwitch: WorkflowHandle) {
  const { memo, runId } = await killSwitch.describe();
  const notice = readNotice(memo?.[freezesMemo]);
  return { ids: notice?.freezes.map(({ id }) => id), isOwn: notice?.run === runId };
}

describe('a kill switch', () => {
  it('obeys signals and updates alike, and shows in its memo what is in force', async () => {
    const seen = await withKillSwitch(async (killSwitch) => {
      const fresh = await shownAfter(killSwitch);
      const answer = await killSwitch.executeUpdate<Freeze, [unknown]>(freeze, {
        args: [{ cluster: 'prod', by: 'kim' }],
      });
      await killSwitch.signal(freeze, 'upgrade');
      const frozen = await shownAfter(killSwitch);
      await killSwitch.signal(unfreeze, 'global');
      const lifted = await killSwitch.executeUpdate<Freeze | null, [unknown]>(unfreeze, {
        args: ['target:kubernetes/prod'],
      });
      const nothing = await killSwitch.executeUpdate<Freeze | null, [unknown]>(unfreeze, { args: [{ id: 'global' }] });
      return { fresh, answer, frozen, lifted, nothing, last: await shownAfter(killSwitch) };
    });

    expect(seen.fresh).toEqual({ ids: [], isOwn: true });
    expect(seen.answer).toMatchObject({ id: 'target:kubernetes/prod', by: 'kim', reason: 'no reason given' });
    expect(seen.frozen).toEqual({ ids: ['target:kubernetes/prod', 'global'], isOwn: true });
    expect(seen.lifted).toEqual(seen.answer);
    expect(seen.nothing).toBeNull();
    expect(seen.last).toEqual({ ids: [], isOwn: true });
  });

  it('keeps the first of two freezes of one scope, and answers the second with it', async () => {
    const [first, second, list] = await withKillSwitch(async (killSwitch) => [
      await killSwitch.executeUpdate<Freeze, [unknown]>(freeze, { args: ['first'] }),
      await killSwitch.executeUpdate<Freeze, [unknown]>(freeze, { args: ['second'] }),
      await inForce(killSwitch),
    ]);

    expect(second).toEqual(first);
    expect(list).toEqual([first]);
  });

  it('ignores signals that it cannot read, and rejects just the updates', async () => {
    const junk = [
      false,
      42,
      [],
      ['freeze'],
      { runbook: 'format-disk' },
      { reason: 7 },
      { target: 'web-1' },
      { bye: 1 },
    ];

    const seen = await withKillSwitch(async (killSwitch) => {
      for (const value of junk) {
        await killSwitch.signal(freeze, value);
        await killSwitch.signal(unfreeze, value);
      }
      await killSwitch.signal(unfreeze);
      await killSwitch.signal('nobody-listens', 'global');
      const refusals = await Promise.all(
        junk.map((value) =>
          killSwitch.executeUpdate(freeze, { args: [value] }).catch((error: WorkflowUpdateFailedError) => error),
        ),
      );
      await killSwitch.signal(freeze);
      return { refusals, shown: await shownAfter(killSwitch), runs: await isRunning(killSwitch) };
    });

    expect(seen.refusals.filter((error) => !(error instanceof WorkflowUpdateFailedError))).toEqual([]);
    expect((seen.refusals[0] as WorkflowUpdateFailedError).cause?.message).toMatch(/^the order cannot be read: send/);
    expect(seen.shown).toEqual({ ids: ['global'], isOwn: true });
    expect(seen.runs).toBe(true);
  });

  it('refuses one scope too many, and still freezes everything', async () => {
    const seen = await withKillSwitch(async (killSwitch) => {
      for (let nth = 0; nth < maxFreezes; nth += 1) await killSwitch.signal(freeze, { target: `host/web-${nth}` });
      const refusal = await killSwitch
        .executeUpdate(freeze, { args: [{ target: 'host/one-more' }] })
        .catch((error: WorkflowUpdateFailedError) => error.cause?.message);
      await killSwitch.signal(freeze, 'everything');
      return { refusal, list: await inForce(killSwitch) };
    });

    expect(seen.refusal).toBe('the order finds no room: 99 scopes are frozen; lift some, or freeze everything');
    expect(seen.list).toHaveLength(maxFreezes);
    expect(seen.list.at(-1)).toMatchObject({ id: 'global', reason: 'everything' });
  });

  it('is frozen as before in the run that takes over from a full history', async () => {
    const seen = await withKillSwitch(async (killSwitch) => {
      const { runId } = await killSwitch.describe();
      await killSwitch.signal(freeze, { target: 'host/web-1', reason: 'upgrade' });
      for (let nth = 0; nth < 500; nth += 1) await killSwitch.signal(freeze, { target: 'host/web-2' });
      await killSwitch.signal(unfreeze, 'target:host/web-2');
      while ((await killSwitch.describe()).runId === runId) await wait(20);
      return { list: await inForce(killSwitch), shown: await shownAfter(killSwitch) };
    });

    expect(seen.list).toMatchObject([{ id: 'target:host/web-1', reason: 'upgrade' }]);
    expect(seen.shown).toEqual({ ids: ['target:host/web-1'], isOwn: true });
  });

  it('stands still, and shows nothing, when it is started with freezes that it cannot read', async () => {
    const seen = await withKillSwitch(
      async (killSwitch) => {
        await vi.waitFor(async () => expect(await failedTasks(killSwitch)).toBeGreaterThan(0), { timeout: 20_000 });
        return { shown: await shownBy(killSwitch), runs: await isRunning(killSwitch) };
      },
      [{ 'kubernetes/prod': 'upgrade' }],
    );

    expect(seen).toEqual({ shown: { ids: undefined, isOwn: false }, runs: true });
  });

  it('does not end when somebody cancels it', async () => {
    const seen = await withKillSwitch(async (killSwitch) => {
      await killSwitch.signal(freeze);
      await killSwitch.cancel();
      const shown = await shownAfter(killSwitch);
      return { shown, runs: await isRunning(killSwitch) };
    });

    expect(seen).toEqual({ shown: { ids: ['global'], isOwn: true }, runs: true });
  });

  it('tells operators in the UI what is frozen, and how to change it', async () => {
    const metadata = await withKillSwitch(async (killSwitch) => {
      await killSwitch.signal(freeze, { reason: '[click](https://evil.example) | x', by: '<b>kim</b>' });
      return killSwitch.query<Metadata>('__temporal_workflow_metadata');
    });

    expect(metadata.currentDetails).toContain('| global | ');
    expect(metadata.currentDetails).not.toMatch(/\]\(|<b>|https:/);
    for (const list of [metadata.definition.signalDefinitions, metadata.definition.updateDefinitions]) {
      expect(list.filter(({ description }) => description).map(({ name }) => name)).toEqual([freeze, unfreeze]);
    }
  });
});

interface Metadata {
  readonly currentDetails: string;
  readonly definition: Readonly<
    Record<
      'signalDefinitions' | 'updateDefinitions',
      readonly { readonly name: string; readonly description: string }[]
    >
  >;
}

/** What the memo shows once everything sent so far has been worked off: a query is answered behind it. */
async function shownAfter(killSwitch: WorkflowHandle) {
  await inForce(killSwitch);
  return shownBy(killSwitch);
}

async function failedTasks(killSwitch: WorkflowHandle): Promise<number> {
  const { events } = await killSwitch.fetchHistory();
  return (events ?? []).filter((event) => event.workflowTaskFailedEventAttributes).length;
}

async function isRunning(killSwitch: WorkflowHandle): Promise<boolean> {
  return (await killSwitch.describe()).status.name === 'RUNNING';
}
