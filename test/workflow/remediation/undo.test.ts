import { describe, expect, it } from 'vitest';
import type { ActionAnswer } from '../../../model/remediation/action-order.ts';
import type { IncidentRecord } from '../../../model/incident/incident.ts';
import { aLadder, doingsOf, ladderRunbook, partOf, undoable } from '../../support/played/ladders.ts';
import { MockWorld } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { asked, escalateAndClose, reaches, verifyAndClose } from '../../support/played/staging.ts';
import type { Play, Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed(ladderRunbook);

/** A world in which nothing helps, and every action has an undo but for those that are named. */
function aHopelessWorld(...withoutUndo: readonly string[]): MockWorld {
  const world = new MockWorld();
  undoable(world, ...withoutUndo);
  return world;
}

/** A ladder, climbed until the incident is closed. */
const climbed = (ladder: string, world: () => MockWorld): Scenario => ({
  world,
  script: async (play) => {
    const episode = aLadder(play, ladder);
    await play.incident.deliver(episode.firing);
    return verifyAndClose(play, episode);
  },
});

describe('a repair that did not help', () => {
  it('is taken back, newest first, and people hear so with the last words of the target', async () => {
    const { result, world, metric } = await bed.play(climbed('drain restart refill', aHopelessWorld));

    const report = world.reports.find(({ report: { kind } }) => kind === 'escalated')?.report;
    expect(result.outcome).toEqual({
      kind: 'undone',
      reason: 'verification-failed',
      detail: 'the repair did not help, and was undone',
    });
    expect(doingsOf(world)).toEqual([
      'do drain',
      'do restart',
      'do refill',
      'undo refill',
      'undo restart',
      'undo drain',
    ]);
    expect(eventsOf(result).filter((event) => event === 'undone')).toHaveLength(3);
    expect(report?.logs?.text).toBe('FATAL: the last words');
    expect(world.told()).toEqual(['repairing', 'escalated', 'cleared']);
    expect(await metric('nightshift_repairs_total{runbook="service-down",outcome="undone"}')).toBe(1);
  });

  it('is not called undone where an action has no undo, but the others are taken back', async () => {
    const { result, world } = await bed.play(climbed('drain restart refill', () => aHopelessWorld('restart')));

    expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'verification-failed' });
    expect(doingsOf(world).slice(3)).toEqual(['undo refill', 'undo drain']);
  });

  it('orders an undo that may always begin, whatever the action has made of the target', async () => {
    const { world } = await bed.play(climbed('restart', aHopelessWorld));

    const [done, undo] = world.orders;
    expect(undo).toMatchObject({ kind: 'undo', step: 0, plan: done?.plan, preconditions: {}, notAfter: null });
    expect(undo?.key).not.toBe(done?.key);
  });
});

describe('an undo that does not work', () => {
  it.each<[string, ActionAnswer]>([
    ['fails', { result: 'failed', summary: 'exit code 1' }],
    ['leaves nobody able to tell', { result: 'unknown', summary: 'no answer' }],
    ['is refused', { result: 'refused', refusal: { reason: 'frozen', detail: 'everything is frozen' } }],
  ])('because it %s is escalated: the rest is taken back, and nothing else is tried', async (_title, answer) => {
    const { result, world } = await bed.play(
      climbed('drain restart | rebuild', () => {
        const staged = aHopelessWorld();
        staged.instead.performAction = async (order) =>
          order.kind === 'undo' && partOf(order) === 'restart' ? answer : staged.restart(order);
        return staged;
      }),
    );

    expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'verification-failed' });
    expect(doingsOf(world)).toEqual(['do drain', 'do restart', 'undo drain']);
    expect(eventsOf(result)).toContain('undo-failed');
  });

  it('is found when only its answer was lost', async () => {
    const { result, world } = await bed.play(
      climbed('restart', () => {
        const staged = aHopelessWorld();
        staged.instead.performAction = async (order) => {
          const isFirst = !staged.orders.some(({ key }) => key === order.key);
          const answer = await staged.restart(order);
          if (isFirst && order.kind === 'undo') throw new Error('the connection was lost');
          return answer;
        };
        return staged;
      }),
    );

    expect(result.outcome?.kind).toBe('undone');
    expect(doingsOf(world)).toEqual(['do restart', 'undo restart']);
  });
});

/** Plays a moment at which somebody sends the signal, and then to the end. */
const undoAt = (moment: (play: Play) => Promise<unknown>, world: () => MockWorld, input?: unknown): Scenario => ({
  world,
  script: async (play) => {
    const episode = aLadder(play, 'drain restart | rebuild');
    await play.incident.deliver(episode.firing);
    await moment(play);
    await play.remediation.signal('undo', input);
    return escalateAndClose(play, episode);
  },
});
const whileVerifying = ({ incident }: Play): Promise<IncidentRecord> => reaches(incident, 'verifying');

describe('an operator who wants it undone', () => {
  it.each([
    ['by name', 'ann', 'ann wants'],
    ['by anything else', { who: ['ann'] }, 'somebody wants'],
    ['by nothing', undefined, 'somebody wants'],
  ])('gets it at once while health is being proven: %s', async (_title, input, words) => {
    const { result, world } = await bed.play(undoAt(whileVerifying, aHopelessWorld, input));

    const wanted = result.timeline.entries.find(({ event }) => event === 'undo-wanted');
    expect(result.outcome).toMatchObject({ kind: 'undone', reason: 'undo-wanted' });
    expect(wanted?.text).toContain(words);
    expect(doingsOf(world)).toEqual(['do drain', 'do restart', 'undo restart', 'undo drain']);
    expect(world.ends).toEqual(['not-verified']);
  });

  it('hears that not all of it can be', async () => {
    const { result } = await bed.play(undoAt(whileVerifying, () => aHopelessWorld('drain')));

    expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'undo-wanted' });
  });

  it('stops a plan that waits for an approval', async () => {
    const { result, world } = await bed.play(
      undoAt(asked, () => {
        const staged = new MockWorld({ mode: 'approve' });
        undoable(staged);
        return staged;
      }),
    );

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'undo-wanted' });
    expect(world.orders).toEqual([]);
  });

  it('stops a repair that waits for its guard', async () => {
    const { result, world } = await bed.play(
      undoAt(
        ({ world: { questions }, incident }) => incident.until(() => questions.length > 0),
        () => {
          const staged = aHopelessWorld();
          staged.instead.admitPlan = async (question) => {
            staged.questions.push(question);
            throw new Error('no connection');
          };
          return staged;
        },
      ),
    );

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'undo-wanted' });
    expect(world.orders).toEqual([]);
    expect(world.ends).toEqual(['not-acted']);
  });

  it('has the action under way come to its end, and then taken back', async () => {
    const { result, world } = await bed.play({
      world: aHopelessWorld,
      script: async (play) => {
        const episode = aLadder(play, 'drain restart');
        play.world.instead.performAction = async (order) => {
          delete play.world.instead.performAction;
          await play.remediation.signal('undo', 'ann');
          return play.world.restart(order);
        };
        await play.incident.deliver(episode.firing);
        return escalateAndClose(play, episode);
      },
    });

    expect(result.outcome).toMatchObject({ kind: 'undone', reason: 'undo-wanted' });
    expect(doingsOf(world)).toEqual(['do drain', 'undo drain']);
  });

  it('says so twice and gets it once', async () => {
    const { result, world } = await bed.play(
      undoAt(async (play) => {
        await whileVerifying(play);
        await play.remediation.signal('undo', 'bob');
      }, aHopelessWorld),
    );

    expect(eventsOf(result).filter((event) => event === 'undo-wanted')).toHaveLength(1);
    expect(doingsOf(world).filter((doing) => doing.startsWith('undo'))).toHaveLength(2);
  });
});
