import { describe, expect, it } from 'vitest';
import { messageNames } from '../../../model/names.ts';
import { aLadder, doingsOf, ladderRunbook, undoable } from '../../support/played/ladders.ts';
import { MockWorld } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { asked, escalateAndClose, reaches } from '../../support/played/staging.ts';
import type { Play, Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed(ladderRunbook);

/** A world in which nothing helps and everything can be undone. */
function aWorld(mode: 'auto' | 'approve' = 'auto'): MockWorld {
  const world = new MockWorld({ mode });
  undoable(world);
  return world;
}

/** Somebody cancels the remediation at a moment; it is played until the incident is closed. */
const cancelledAt = (moment: (play: Play) => Promise<unknown>, world: () => MockWorld = aWorld): Scenario => ({
  world,
  script: async (play) => {
    const episode = aLadder(play, 'drain restart refill');
    await play.incident.deliver(episode.firing);
    await moment(play);
    await play.remediation.handle.cancel();
    return escalateAndClose(play, episode);
  },
});

/** Somebody cancels the remediation in the midst of one of its effects. */
const cancelledDuring = (doing: string): Scenario => ({
  world: aWorld,
  script: async (play) => {
    const { world, remediation, incident } = play;
    const episode = aLadder(play, 'drain restart refill');
    world.instead.performAction = async (order) => {
      const answer = await world.restart(order);
      if (doingsOf(world).at(-1) !== doing) return answer;
      delete world.instead.performAction;
      await remediation.handle.cancel();
      await remediation.untilThereIs('workflowExecutionCancelRequestedEventAttributes');
      return answer;
    };
    await incident.deliver(episode.firing);
    if (doing.startsWith('undo')) {
      await reaches(incident, 'verifying');
      await play.pass(180_000);
    }
    return escalateAndClose(play, episode);
  },
});

describe('a repair that is cancelled', () => {
  it('in the midst of an action lets it end and begins no other, and its incident hears what was done', async () => {
    const { result, world, remediation } = await bed.play(cancelledDuring('do restart'));

    expect(await remediation.status()).toBe('CANCELLED');
    expect(doingsOf(world)).toEqual(['do drain', 'do restart']);
    expect(world.ends).toEqual(['not-verified']);
    expect(eventsOf(result).filter((event) => event === 'acted')).toHaveLength(2);
    expect(result.outcome).toMatchObject({ kind: 'escalated', detail: 'somebody cancelled the repair' });
    expect(world.told()).toEqual(['repairing', 'escalated', 'cleared']);
  });

  it('in the midst of an undo takes back everything first', async () => {
    const { result, world, remediation } = await bed.play(cancelledDuring('undo refill'));

    expect(await remediation.status()).toBe('CANCELLED');
    expect(doingsOf(world).slice(3)).toEqual(['undo refill', 'undo restart', 'undo drain']);
    expect(world.ends).toEqual(['not-verified']);
    expect(eventsOf(result).filter((event) => event === 'undone')).toHaveLength(3);
    expect(result.outcome).toMatchObject({ kind: 'escalated', detail: 'somebody cancelled the repair' });
  });

  it('while health is being proven leaves what was done, and gives its place back', async () => {
    const { world, remediation } = await bed.play(cancelledAt(({ incident }) => reaches(incident, 'verifying')));

    expect(await remediation.status()).toBe('CANCELLED');
    expect(doingsOf(world)).toEqual(['do drain', 'do restart', 'do refill']);
    expect(world.ends).toEqual(['not-verified']);
  });

  it('while it waits for its guard gives its place back, and nothing was done', async () => {
    const { world, remediation } = await bed.play(
      cancelledAt(
        ({ incident, world: { questions } }) => incident.until(() => questions.length > 0),
        () => {
          const staged = aWorld();
          staged.instead.admitPlan = async (question) => {
            staged.questions.push(question);
            throw new Error('no connection');
          };
          return staged;
        },
      ),
    );

    expect(await remediation.status()).toBe('CANCELLED');
    expect(world.orders).toEqual([]);
    expect(world.ends).toEqual(['not-acted']);
  });

  it('while it waits for an approval has the votes recorded that have arrived', async () => {
    const { world, remediation } = await bed.play(
      cancelledAt(
        async (play) => {
          await asked(play);
          play.world.instead.recordVotes = async ({ votes }) => {
            await play.remediation.untilThereIs('workflowExecutionCancelRequestedEventAttributes');
            play.world.votes.push(...votes);
          };
          await play.remediation.signal('approve', 'abcd1234 ann');
          await play.remediation.untilSignalled(messageNames.approve);
        },
        () => aWorld('approve'),
      ),
    );

    expect(await remediation.status()).toBe('CANCELLED');
    expect(world.votes).toMatchObject([{ refusal: 'wrong-code' }]);
    expect(world.orders).toEqual([]);
    expect(world.ends).toEqual([]);
  });
});
