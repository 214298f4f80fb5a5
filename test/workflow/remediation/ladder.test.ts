import { describe, expect, it } from 'vitest';
import { aLadder, doingsOf, healedBy, ladderRunbook, partOf, undoable } from '../../support/played/ladders.ts';
import { MockWorld, minutes } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { asked, escalateAndClose, reaches, untilVerified, verifyAndClose } from '../../support/played/staging.ts';
import type { Play, Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed(ladderRunbook);

/** A world in which only `rebuild` helps. */
function aStubbornWorld(...withoutUndo: readonly string[]): MockWorld {
  const world = new MockWorld();
  undoable(world, ...withoutUndo);
  healedBy(world, 'rebuild');
  return world;
}

/** Two rungs, the first of which fails its proof of health. */
const twoRungs = (world: () => MockWorld, meanwhile?: (play: Play) => Promise<void>): Scenario => ({
  world,
  script: async (play) => {
    const episode = aLadder(play, 'drain restart | rebuild');
    await play.incident.deliver(episode.firing);
    await reaches(play.incident, 'verifying');
    await play.pass(untilVerified);
    await meanwhile?.(play);
    await play.incident.until(({ status }) => ['verifying', 'resolved', 'escalated'].includes(status));
    await play.pass(untilVerified);
    await play.incident.until(({ status }) => status === 'resolved' || status === 'escalated');
    await play.incident.deliver(episode.resolved);
    return play.incident.closed();
  },
});

describe('a ladder of two plans', () => {
  it('tries the second when the first has not helped and is taken back', async () => {
    const { result, world } = await bed.play(twoRungs(aStubbornWorld));

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(doingsOf(world)).toEqual(['do drain', 'do restart', 'undo restart', 'undo drain', 'do rebuild']);
    expect(eventsOf(result).filter((event) => event === 'planned')).toHaveLength(2);
    expect(world.questions.map(({ plan }) => plan.summary)).toEqual(['do drain restart', 'do rebuild']);
    expect(new Set(world.questions.map(({ claim }) => claim)).size).toBe(1);
    expect(result.score.rehearsal?.plan).toBe('do rebuild');
    expect(world.told()).toEqual(['repairing', 'resolved']);
    expect(world.ends).toEqual(['verified']);
  });

  it('needs only the first where that helps', async () => {
    const { world } = await bed.play(
      twoRungs(() => {
        const staged = new MockWorld();
        undoable(staged);
        healedBy(staged, 'restart');
        return staged;
      }),
    );

    expect(doingsOf(world)).toEqual(['do drain', 'do restart']);
  });

  it('is undone when neither has helped', async () => {
    const { result, world } = await bed.play(
      twoRungs(() => {
        const staged = new MockWorld();
        undoable(staged);
        return staged;
      }),
    );

    expect(result.outcome).toMatchObject({ kind: 'undone', reason: 'verification-failed' });
    expect(doingsOf(world).slice(-2)).toEqual(['do rebuild', 'undo rebuild']);
    expect(world.ends).toEqual(['not-verified']);
  });

  it('is not called undone where the first has left something behind', async () => {
    const { result, world } = await bed.play(
      twoRungs(() => {
        const staged = new MockWorld();
        undoable(staged, 'drain');
        return staged;
      }),
    );

    expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'verification-failed' });
    expect(doingsOf(world)).toEqual(['do drain', 'do restart', 'undo restart', 'do rebuild', 'undo rebuild']);
  });

  it('remembers on the second that an action of the first has failed', async () => {
    const { result } = await bed.play(
      twoRungs(() => {
        const staged = new MockWorld();
        undoable(staged);
        staged.instead.performAction = async (order) =>
          partOf(order) === 'restart' && order.kind === 'do'
            ? { result: 'failed', summary: 'exit code 1' }
            : staged.restart(order);
        return staged;
      }),
    );

    expect(result.outcome).toMatchObject({ kind: 'undone', reason: 'action-failed' });
  });
});

describe('the second plan of a ladder', () => {
  it('has an approval of its own', async () => {
    const { result, world } = await bed.play({
      world: () => {
        const staged = new MockWorld({ mode: 'approve' });
        undoable(staged);
        healedBy(staged, 'rebuild');
        return staged;
      },
      script: async (play) => {
        const episode = aLadder(play, 'restart | rebuild');
        await play.incident.deliver(episode.firing);
        const first = await asked(play);
        await play.remediation.vote('approve', { code: first.code, by: 'ann' });
        await reaches(play.incident, 'verifying');
        await play.pass(untilVerified);
        const second = await asked(play);
        const refused = await play.remediation.refusedVote('approve', { code: first.code, by: 'ann' });
        await play.remediation.vote('approve', { code: second.code, by: 'ann' });
        return { refused, record: await verifyAndClose(play, episode) };
      },
    });

    expect(result.refused).toContain('another plan');
    expect(result.record.outcome?.kind).toBe('resolved-by-us');
    expect(world.requests).toHaveLength(2);
    expect(doingsOf(world)).toEqual(['do restart', 'undo restart', 'do rebuild']);
  });

  it('is not begun when the runbook has used up its time: it could not be proven or undone any more', async () => {
    const { result, world } = await bed.play({
      world: () => {
        const staged = new MockWorld({ mode: 'approve' });
        undoable(staged);
        return staged;
      },
      script: async (play) => {
        const episode = aLadder(play, 'restart | rebuild');
        await play.incident.deliver(episode.firing);
        const { code } = await asked(play);
        await play.pass(59 * minutes);
        await play.remediation.vote('approve', { code, by: 'ann' });
        await reaches(play.incident, 'verifying');
        await play.pass(untilVerified);
        return escalateAndClose(play, episode);
      },
    });

    expect(result.outcome).toMatchObject({ kind: 'undone', reason: 'verification-failed' });
    expect(doingsOf(world)).toEqual(['do restart', 'undo restart']);
    expect(result.timeline.entries.map(({ text }) => text)).toContain('no time is left to try another plan');
  });

  it('is not tried where a guard refuses it', async () => {
    const { result, world } = await bed.play(
      twoRungs(() => {
        const staged = aStubbornWorld();
        staged.instead.admitPlan = async (question) => {
          staged.questions.push(question);
          if (staged.questions.length === 1) return staged.admission;
          return { refusal: 'frozen', detail: 'everything is frozen', recurs: false };
        };
        return staged;
      }),
    );

    expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'frozen' });
    expect(doingsOf(world)).toEqual(['do drain', 'do restart', 'undo restart', 'undo drain']);
    expect(world.ends).toEqual(['not-verified']);
  });

  it.each([
    ['undone', 'all of the first was taken back', []],
    ['escalated', 'the first has left something behind', ['drain']],
  ] as const)('is stopped by somebody who wants an end: %s, because %s', async (kind, _because, withoutUndo) => {
    const { result, world } = await bed.play({
      world: () => {
        const staged = new MockWorld({ mode: 'approve' });
        undoable(staged, ...withoutUndo);
        return staged;
      },
      script: async (play) => {
        const episode = aLadder(play, 'drain | rebuild');
        await play.incident.deliver(episode.firing);
        const { code } = await asked(play);
        await play.remediation.vote('approve', { code, by: 'ann' });
        await reaches(play.incident, 'verifying');
        await play.pass(untilVerified);
        await asked(play);
        await play.remediation.signal('undo', 'ann');
        return escalateAndClose(play, episode);
      },
    });

    expect(result.outcome).toMatchObject({ kind, reason: 'undo-wanted' });
    expect(doingsOf(world).filter((doing) => doing.endsWith('rebuild'))).toEqual([]);
  });

  it('is not waited for at the guard once the alerts have cleared', async () => {
    const { result, world } = await bed.play({
      world: () => {
        const staged = aStubbornWorld();
        staged.instead.admitPlan = async (question) => {
          staged.questions.push(question);
          if (staged.orders.length === 0) return staged.admission;
          throw new Error('no connection');
        };
        return staged;
      },
      script: async (play) => {
        const episode = aLadder(play, 'restart | rebuild');
        await play.incident.deliver(episode.firing);
        await reaches(play.incident, 'verifying');
        await play.pass(untilVerified);
        await play.incident.until(() => play.world.questions.length > 1);
        play.world.sees = (check) => play.world.look(check);
        play.world.up.add(play.target);
        await play.incident.deliver(episode.resolved);
        await play.incident.until(({ timeline }) => timeline.entries.at(-1)?.event === 'alert-resolved');
        await play.pass(untilVerified);
        return { record: await reaches(play.incident, 'resolved') };
      },
    });

    const { timeline, openedAt } = result.record;
    const verified = timeline.entries.findLast(({ event }) => event === 'verified');
    expect(doingsOf(world)).toEqual(['do restart', 'undo restart']);
    expect(Date.parse(verified?.at ?? '') - Date.parse(openedAt)).toBeLessThan(10 * minutes);
  });
});
