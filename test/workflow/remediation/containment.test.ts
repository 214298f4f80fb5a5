import { describe, expect, it } from 'vitest';
import { aLadder, containing, doingsOf, healedBy, ladderRunbook } from '../../support/played/ladders.ts';
import { minutes, MockWorld } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { asked, reaches, untilVerified } from '../../support/played/staging.ts';
import type { Play, Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed(ladderRunbook);

/** A world in which a cordon heals nothing. */
function aWorld(): MockWorld {
  const world = new MockWorld();
  containing(world, 'cordon');
  world.restartHelps = false;
  return world;
}

/** One ladder, played until it has ended; the alert clears by the cordon itself, as that of a node does. */
function contained(ladder: string, meanwhile: (play: Play) => Promise<void>): Scenario {
  return {
    world: aWorld,
    script: async (play) => {
      const episode = aLadder(play, ladder);
      await play.incident.deliver(episode.firing);
      await reaches(play.incident, 'verifying');
      await play.incident.deliver(episode.resolved);
      await meanwhile(play);
      return play.incident.until(({ status }) => status === 'resolved' || status === 'escalated');
    },
  };
}

const passes = (play: Play) => play.pass(untilVerified);

describe('what only contains the trouble', () => {
  it('stands, and is no success, when it clears its own alert and heals nothing', async () => {
    const { result, world } = await bed.play(contained('cordon', passes));

    expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'contained' });
    expect(result.outcome?.detail).toContain('only keeps it from spreading');
    expect(doingsOf(world)).toEqual(['do cordon']);
    expect(eventsOf(result)).not.toContain('stood-down');
    expect(world.told()).toEqual(['repairing', 'escalated']);
    expect(world.ends).toEqual(['not-verified']);
  });

  it('is taken back, and is not what healed it, when the target is healthy again', async () => {
    const { result, world } = await bed.play(
      contained('cordon', async (play) => {
        play.world.up.add(play.target);
        await passes(play);
      }),
    );

    expect(result.outcome?.kind).toBe('resolved-by-itself');
    expect(doingsOf(world)).toEqual(['do cordon', 'undo cordon']);
    expect(world.ends).toEqual(['not-verified']);
  });

  it('is told to people when it cannot be taken back from a target that is healthy again', async () => {
    const { result } = await bed.play(
      contained('cordon', async (play) => {
        play.world.up.add(play.target);
        play.world.instead.performAction = async () => ({ result: 'failed', summary: 'forbidden' });
        await passes(play);
      }),
    );

    expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'action-failed' });
  });

  it('is taken back from a sick target when somebody wants that', async () => {
    const { result, world } = await bed.play(contained('cordon', (play) => play.remediation.signal('undo', 'ann')));

    expect(result.outcome).toMatchObject({ kind: 'undone', reason: 'undo-wanted' });
    expect(doingsOf(world)).toEqual(['do cordon', 'undo cordon']);
  });

  it('leaves alone what was done beside it to heal', async () => {
    const { result, world } = await bed.play(contained('cordon restart', passes));

    expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'contained' });
    expect(doingsOf(world)).toEqual(['do cordon', 'do restart', 'undo restart']);
  });
});

function withDrainThatIsAsked(): MockWorld {
  const staged = aWorld();
  const { traitsOf } = staged;
  staged.traitsOf = (action) => ({
    ...traitsOf(action),
    risk: action.target.endsWith('/drain') ? 'destructive' : 'safe',
  });
  return staged;
}

async function deny(play: Play): Promise<void> {
  const { code } = await asked(play);
  await play.remediation.vote('deny', { code, by: 'ann' });
}

describe('a plan that comes after one that contains', () => {
  it('is tried although the alert has cleared, and heals: then nothing has to be contained any more', async () => {
    const { result, world } = await bed.play({
      world: () => {
        const staged = aWorld();
        healedBy(staged, 'rebuild');
        return staged;
      },
      script: async (play) => {
        const episode = aLadder(play, 'cordon | rebuild');
        await play.incident.deliver(episode.firing);
        await reaches(play.incident, 'verifying');
        await play.incident.deliver(episode.resolved);
        await passes(play);
        await passes(play);
        return play.incident.until(({ status }) => status === 'resolved' || status === 'escalated');
      },
    });

    expect(doingsOf(world)).toEqual(['do cordon', 'do rebuild', 'undo cordon']);
    expect(result.outcome?.kind).toBe('resolved-by-us');
  });

  it.each([
    { end: 'approval-denied', decide: deny },
    { end: 'approval-expired', decide: (play: Play) => play.pass(65 * minutes) },
  ] as const)('ends by $end with a word of what stands', async ({ end, decide }) => {
    const { result, world } = await bed.play({
      world: withDrainThatIsAsked,
      script: async (play) => {
        const episode = aLadder(play, 'cordon | drain');
        await play.incident.deliver(episode.firing);
        await reaches(play.incident, 'verifying');
        await passes(play);
        await asked(play);
        await decide(play);
        await passes(play);
        return play.incident.until(({ status }) => status === 'resolved' || status === 'escalated');
      },
    });

    expect(doingsOf(world)).toEqual(['do cordon']);
    expect(result.outcome).toMatchObject({ kind: 'escalated', reason: end });
    expect(result.outcome?.detail).toContain('only keeps it from spreading, and is not taken back');
  });

  it('is not needed when the target has become healthy while people thought about it', async () => {
    const { result, world } = await bed.play({
      world: withDrainThatIsAsked,
      script: async (play) => {
        const episode = aLadder(play, 'cordon | drain');
        await play.incident.deliver(episode.firing);
        await reaches(play.incident, 'verifying');
        await play.incident.deliver(episode.resolved);
        await passes(play);
        await asked(play);
        play.world.up.add(play.target);
        await deny(play);
        await reaches(play.incident, 'verifying');
        await passes(play);
        return play.incident.until(({ status }) => status === 'resolved' || status === 'escalated');
      },
    });

    expect(doingsOf(world)).toEqual(['do cordon', 'undo cordon']);
    expect(result.outcome?.kind).toBe('resolved-by-itself');
  });
});
