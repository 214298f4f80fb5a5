import { describe, expect, it } from 'vitest';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { aSlowWorld } from '../../support/played/slow-world.ts';
import { fireAndAsk, reaches, untilVerified } from '../../support/played/staging.ts';
import type { Play } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

/** Brings an incident to a status, with its alert still firing. */
const statuses: Readonly<
  Record<string, { mode: 'auto' | 'approve' | 'observe'; reach: (play: Play) => Promise<unknown> }>
> = {
  'awaiting-approval': { mode: 'approve', reach: fireAndAsk },
  verifying: {
    mode: 'auto',
    reach: async (play) => {
      await play.incident.deliver(anEpisode(play).firing);
      await reaches(play.incident, 'verifying');
    },
  },
  escalated: {
    mode: 'observe',
    reach: async (play) => {
      await play.incident.deliver(anEpisode(play).firing);
      await reaches(play.incident, 'escalated');
    },
  },
  resolved: {
    mode: 'auto',
    reach: async (play) => {
      await play.incident.deliver(anEpisode(play).firing);
      await reaches(play.incident, 'verifying');
      await play.pass(untilVerified);
      await reaches(play.incident, 'resolved');
    },
  },
};

describe('an incident that somebody closes ends although its alerts still fire', () => {
  it.each([
    ['awaiting-approval', 'ask', { kind: 'nothing-done', reason: 'closed-by-operator' }],
    ['verifying', 'ask', { kind: 'escalated', reason: 'closed-by-operator' }],
    ['escalated', 'ask', { kind: 'nothing-done', reason: 'observe-mode' }],
    ['escalated', 'signal', { kind: 'nothing-done', reason: 'observe-mode' }],
    ['resolved', 'ask', { kind: 'resolved-by-us', reason: null }],
  ] as const)('while it is %s (%s)', async (status, way, outcome) => {
    const { mode = 'auto', reach } = statuses[status] ?? {};
    const { result, world } = await bed.play({
      world: () => new MockWorld({ mode }),
      script: async (play) => {
        await reach?.(play);
        const { handle } = play.incident;
        await play.incident[way]('close', { by: 'alex', comment: 'planned work' });
        return handle.result() as ReturnType<typeof play.incident.closed>;
      },
    });

    expect(result).toMatchObject({ status: 'resolved', closedBy: 'alex', outcome });
    expect(eventsOf(result).at(-1)).toBe('closed');
    expect(result.timeline.entries).toContainEqual(
      expect.objectContaining({ event: 'closing', text: 'alex says that it is over: planned work' }),
    );
    expect(world.told().at(-1)).toBe('closed');
    expect(world.told().filter((kind) => kind === 'closed')).toHaveLength(1);
  });
});

it('waits for the end of what is being done right now, and answers at once', async () => {
  const scene = aSlowWorld();
  const { result, world } = await bed.play({
    world: () => scene.world,
    script: async (play) => {
      await play.incident.deliver(anEpisode(play).firing);
      await scene.begun;
      const heard = await play.incident.ask('close', 'alex');
      const again = await play.incident.refused('close', 'kim');
      const toldBefore = [...play.world.told()];
      await play.remediation.untilSignalled('take-over');
      scene.goOn();
      return { heard, again, toldBefore, record: await play.incident.closed() };
    },
  });

  expect(result.heard).toBe('it is closed as soon as what is under way has ended');
  expect(result.again).toBe('somebody has closed this incident: a later alert begins a new one');
  expect(result.toldBefore).not.toContain('closed');
  expect(result.record.outcome).toMatchObject({ kind: 'escalated', reason: 'closed-by-operator' });
  expect(world.actions).toHaveLength(1);
  expect(world.told().at(-1)).toBe('closed');
});

it('leaves a later alert to a new run, which knows nothing of the close', async () => {
  const { result } = await bed.play({
    world: () => new MockWorld({ mode: 'observe' }),
    script: async (play) => {
      await play.incident.deliver(anEpisode(play).firing);
      await reaches(play.incident, 'escalated');
      await play.incident.ask('close', 'alex');
      await play.incident.closed();
      await play.incident.deliver(anEpisode({ ...play, nth: 1 }).firing);
      return reaches(play.incident, 'escalated');
    },
  });

  expect(result.closedBy ?? null).toBeNull();
  expect(result.attempts).toBe(1);
});

it('goes on where another alert comes in before it has ended: what was accepted is not lost', async () => {
  const scene = aSlowWorld();
  const { result, world } = await bed.play({
    world: () => scene.world,
    script: async (play) => {
      await play.incident.deliver(anEpisode(play).firing);
      await scene.begun;
      await play.incident.ask('close', 'alex');
      await play.incident.deliver(anEpisode({ ...play, name: 'AnotherAlert', nth: 1 }).firing);
      await play.remediation.untilSignalled('take-over');
      scene.goOn();
      return play.incident.until(({ attempts, outcome }) => attempts === 2 || outcome !== null);
    },
  });

  expect(eventsOf(result)).toContain('reopened');
  expect(result.closedBy).toBeNull();
  expect(world.told()).not.toContain('closed');
});
