import { describe, expect, it, vi } from 'vitest';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { aSlowWorld } from '../../support/played/slow-world.ts';
import { escalateAndClose, fireAndAsk, reaches } from '../../support/played/staging.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

/** A world whose action can be taken back. */
function aWorldWithUndo(): MockWorld {
  const world = new MockWorld();
  world.traitsOf = ({ action, target }) => ({ risk: 'disruptive', undo: { action, target } });
  return world;
}

describe('whoever takes over', () => {
  it.each(['ask', 'signal'] as const)('ends the wait for an approval, and nothing is done (%s)', async (way) => {
    const { result, world } = await bed.play({
      world: () => new MockWorld({ mode: 'approve' }),
      script: async (play) => {
        await fireAndAsk(play);
        await play.incident[way]('takeOver', { by: 'alex', comment: 'I know this one' });
        await reaches(play.incident, 'escalated');
        return escalateAndClose(play);
      },
    });

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'taken-over' });
    expect(result.takenOverBy).toBe('alex');
    expect(result.score.human).toBe(true);
    expect(result.timeline.entries).toContainEqual(
      expect.objectContaining({
        event: 'taken-over',
        text: 'alex has taken over: nothing more is begun: I know this one',
      }),
    );
    expect(world.actions).toEqual([]);
    expect(world.told()).toEqual(['approval-needed', 'taken-over', 'cleared']);
  });

  it('lets what is being done end, leaves it as it is, and waits for no proof', async () => {
    const scene = aSlowWorld();
    const { result, world } = await bed.play({
      world: () => scene.world,
      script: async (play) => {
        await play.incident.deliver(anEpisode(play).firing);
        await scene.begun;
        await play.incident.ask('takeOver', 'alex');
        await play.remediation.untilSignalled('take-over');
        scene.goOn();
        return reaches(play.incident, 'escalated');
      },
    });

    expect(result.outcome).toEqual({
      kind: 'escalated',
      reason: 'taken-over',
      detail: 'people go on: what was done stays',
    });
    expect(world.actions).toHaveLength(1);
    expect(eventsOf(result)).not.toContain('undone');
    expect(eventsOf(result)).not.toContain('not-verified');
  });

  it('may still want taken back what was done', async () => {
    const scene = aSlowWorld();
    scene.world.traitsOf = ({ action, target }) => ({ risk: 'disruptive', undo: { action, target } });
    const { result, world } = await bed.play({
      world: () => scene.world,
      script: async (play) => {
        await play.incident.deliver(anEpisode(play).firing);
        await scene.begun;
        await play.incident.ask('takeOver', 'alex');
        await play.incident.ask('undo', 'alex');
        await play.remediation.untilSignalled('undo');
        scene.goOn();
        return reaches(play.incident, 'escalated');
      },
    });

    expect(result.outcome).toMatchObject({ kind: 'undone', reason: 'undo-wanted' });
    expect(world.orders.map(({ kind }) => kind)).toEqual(['do', 'undo']);
  });

  it('ends the proof of health', async () => {
    const { result, world } = await bed.play({
      world: () => new MockWorld(),
      script: async (play) => {
        await play.incident.deliver(anEpisode(play).firing);
        await reaches(play.incident, 'verifying');
        await play.incident.ask('takeOver', 'alex');
        return reaches(play.incident, 'escalated');
      },
    });

    expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'taken-over' });
    expect(world.orders.map(({ kind }) => kind)).toEqual(['do']);
  });

  it('ends the wait for a target that another incident repairs', async () => {
    const { result, world } = await bed.play({
      world: () => new MockWorld({ patienceMs: 3_600_000 }),
      before: async ({ env, target }) => {
        await env.client.workflow.start('remediation', {
          workflowId: `remediation:${target}`,
          taskQueue: 'nobody',
          args: [],
        });
      },
      script: async (play) => {
        await play.incident.deliver(anEpisode(play).firing);
        await reaches(play.incident, 'investigating');
        await vi.waitUntil(async () =>
          (await play.incident.handle.fetchHistory()).events?.some(
            (event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'awaitUnlocked',
          ),
        );
        await play.incident.ask('takeOver', 'alex');
        const record = await reaches(play.incident, 'escalated');
        await play.remediation.handle.terminate();
        return record;
      },
    });

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'taken-over' });
    expect(world.actions).toEqual([]);
  });

  it('has new alerts of the incident left to them', async () => {
    const { result, world } = await bed.play({
      world: () => new MockWorld({ mode: 'approve' }),
      script: async (play) => {
        await fireAndAsk(play);
        await play.incident.ask('takeOver', 'alex');
        await reaches(play.incident, 'escalated');
        await play.incident.deliver(anEpisode({ ...play, nth: 1 }).firing);
        return play.incident.until(
          ({ timeline }) => timeline.entries.filter(({ event }) => event === 'escalated').length === 2,
        );
      },
    });

    expect(result.attempts).toBe(1);
    expect(result.outcome).toEqual({ kind: 'nothing-done', reason: 'taken-over', detail: 'left to alex' });
    expect(world.requests).toHaveLength(1);
    expect(world.told()).toEqual(['approval-needed', 'taken-over']);
  });
});

it('has a repair take back what it did where somebody asks the incident for it', async () => {
  const { result, world } = await bed.play({
    world: aWorldWithUndo,
    script: async (play) => {
      await play.incident.deliver(anEpisode(play).firing);
      await reaches(play.incident, 'verifying');
      const heard = await play.incident.ask('undo', 'alex');
      return { heard, record: await reaches(play.incident, 'escalated') };
    },
  });

  expect(result.heard).toBe('what the repair did is taken back');
  expect(result.record.outcome).toMatchObject({ kind: 'undone', reason: 'undo-wanted' });
  expect(world.asked).toMatchObject([{ ask: 'undo', by: 'alex', refusal: null }]);
});
