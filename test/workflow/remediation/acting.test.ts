import { describe, expect, it } from 'vitest';
import type { ActionAnswer } from '../../../model/remediation/action-order.ts';
import { aLadder, doingsOf, healedBy, ladderRunbook, partOf, undoable } from '../../support/played/ladders.ts';
import { MockWorld, minutes } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { asked, escalateAndClose, verifyAndClose } from '../../support/played/staging.ts';
import type { Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed(ladderRunbook);

/** A world whose actions can all be undone, and whose target is healthy once `restart` was done. */
function aWorld(): MockWorld {
  const world = new MockWorld();
  undoable(world);
  healedBy(world, 'restart');
  return world;
}

/** A plan of three actions, played until the incident is closed. */
const threeSteps = (world: () => MockWorld): Scenario => ({
  world,
  script: async (play) => {
    const episode = aLadder(play, 'drain restart refill');
    await play.incident.deliver(episode.firing);
    return verifyAndClose(play, episode);
  },
});

/** Answers for one action in place of doing it. */
function answers(world: MockWorld, part: string, answer: ActionAnswer): void {
  world.instead.performAction = async (order) => (partOf(order) === part ? answer : world.restart(order));
}

describe('a plan of three actions', () => {
  it('is carried out in its order, each action once and under a key of its own', async () => {
    const { result, world } = await bed.play(threeSteps(aWorld));

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(doingsOf(world)).toEqual(['do drain', 'do restart', 'do refill']);
    expect(new Set(world.orders.map(({ key }) => key)).size).toBe(3);
    expect(world.orders.map(({ step }) => step)).toEqual([0, 1, 2]);
    expect(new Set(world.orders.map(({ plan }) => plan))).toEqual(new Set([world.questions[0]?.plan.hash]));
    expect(world.orders.every(({ notAfter }) => notAfter === world.questions[0]?.plan.expiresAt)).toBe(true);
    expect(world.told()).toEqual(['repairing', 'resolved']);
  });

  it('is shown with the risk and the undo of each action before any of it is done', async () => {
    const { result } = await bed.play(
      threeSteps(() => {
        const staged = aWorld();
        undoable(staged, 'refill');
        return staged;
      }),
    );

    const planned = result.timeline.entries.find(({ event }) => event === 'planned');
    expect(planned?.text).toMatch(
      /^do drain restart refill; plan [0-9a-f]{12}: restart-service \(disruptive, undo: restart-service\), then restart-service \(disruptive, undo: restart-service\), then restart-service \(disruptive, undo: none\)$/,
    );
    expect(eventsOf(result).indexOf('planned')).toBeLessThan(eventsOf(result).indexOf('acted'));
  });

  it('stops at an action that fails, and takes back what was begun, that action too', async () => {
    const { result, world, metric } = await bed.play(
      threeSteps(() => {
        const staged = aWorld();
        const { restart } = staged;
        staged.instead.performAction = async (order) => {
          const answer = await restart(order);
          const fails = partOf(order) === 'restart' && order.kind === 'do';
          return fails ? { result: 'failed', summary: 'exit code 1' } : answer;
        };
        staged.sees = (check) => staged.look(check);
        return staged;
      }),
    );

    expect(result.outcome).toEqual({
      kind: 'undone',
      reason: 'action-failed',
      detail: 'what was done is taken back, because restart-service failed: exit code 1',
    });
    expect(doingsOf(world)).toEqual(['do drain', 'do restart', 'undo restart', 'undo drain']);
    expect(world.ends).toEqual(['not-verified']);
    expect(await metric('nightshift_repairs_total{runbook="service-down",outcome="undone"}')).toBe(1);
  });

  it('goes on behind an action of which nobody can tell whether it was done', async () => {
    const { result, world } = await bed.play(
      threeSteps(() => {
        const staged = aWorld();
        staged.canTell = false;
        const lost = new Set<string>();
        staged.instead.performAction = async (order) => {
          const answer = await staged.restart(order);
          if (lost.has(order.key) || partOf(order) !== 'restart') return answer;
          lost.add(order.key);
          throw new Error('the connection was lost');
        };
        return staged;
      }),
    );

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(doingsOf(world)).toEqual(['do drain', 'do restart', 'do refill']);
    expect(result.timeline.entries.map(({ text }) => text).join()).toContain('nobody can tell');
  });

  it('begins nothing more once the alerts have cleared, and proves health', async () => {
    const { result, world } = await bed.play({
      world: aWorld,
      script: async (play) => {
        const episode = aLadder(play, 'restart refill');
        play.world.instead.performAction = async (order) => {
          const answer = await play.world.restart(order);
          await play.incident.deliver(episode.resolved);
          await play.remediation.untilSignalled('standDown');
          return answer;
        };
        await play.incident.deliver(episode.firing);
        return verifyAndClose(play, episode);
      },
    });

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(doingsOf(world)).toEqual(['do restart']);
  });
});

describe('a guard that says no between two actions', () => {
  const frozen: ActionAnswer = { result: 'refused', refusal: { reason: 'frozen', detail: 'frozen: release night' } };

  it('stops the plan: what was done is verified and taken back, and people take over', async () => {
    const { result, world } = await bed.play(
      threeSteps(() => {
        const staged = aWorld();
        answers(staged, 'restart', frozen);
        return staged;
      }),
    );

    expect(result.outcome).toEqual({ kind: 'escalated', reason: 'frozen', detail: 'frozen: release night' });
    expect(doingsOf(world)).toEqual(['do drain', 'undo drain']);
    expect(eventsOf(result)).toEqual(expect.arrayContaining(['acted', 'refused', 'not-verified', 'undone']));
    expect(world.ends).toEqual(['not-verified']);
  });

  it('leaves what has helped already', async () => {
    const { result, world } = await bed.play(
      threeSteps(() => {
        const staged = aWorld();
        answers(staged, 'refill', frozen);
        return staged;
      }),
    );

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(doingsOf(world)).toEqual(['do drain', 'do restart']);
  });

  it('makes no new plan of a target that has changed under it', async () => {
    const { result, world } = await bed.play(
      threeSteps(() => {
        const staged = aWorld();
        answers(staged, 'restart', {
          result: 'refused',
          refusal: { reason: 'preconditions-changed', detail: 'the instance was 1 and is 2' },
        });
        return staged;
      }),
    );

    expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'preconditions-changed' });
    expect(world.questions).toHaveLength(1);
    expect(doingsOf(world)).toEqual(['do drain', 'undo drain']);
  });
});

/** Only `restart` is dangerous. */
function dangerous(mode: 'auto' | 'approve'): MockWorld {
  const staged = new MockWorld({ mode });
  healedBy(staged, 'restart');
  staged.traitsOf = (action) => ({
    risk: partOf(action) === 'restart' ? 'destructive' : 'safe',
    undo: partOf(action) === 'restart' ? null : action,
  });
  return staged;
}

describe('an action that destroys, in the midst of a plan', () => {
  it('waits for two approvals of its own, right before it', async () => {
    const { result, world } = await bed.play({
      world: () => dangerous('auto'),
      script: async (play) => {
        const episode = aLadder(play, 'drain restart refill');
        await play.incident.deliver(episode.firing);
        const { code } = await asked(play);
        const before = doingsOf(play.world);
        await play.remediation.vote('approve', { code, by: 'ann' });
        await play.remediation.vote('approve', { code, by: 'bob' });
        return { before, record: await verifyAndClose(play, episode) };
      },
    });

    expect(result.before).toEqual(['do drain']);
    expect(world.requests).toMatchObject([{ step: 1, quorum: 2 }]);
    expect(result.record.outcome?.kind).toBe('resolved-by-us');
    expect(doingsOf(world)).toEqual(['do drain', 'do restart', 'do refill']);
  });

  it('needs an approval besides that of the plan, and the code of the one is none for the other', async () => {
    const { result, world } = await bed.play({
      world: () => dangerous('approve'),
      script: async (play) => {
        const episode = aLadder(play, 'drain restart');
        await play.incident.deliver(episode.firing);
        const first = await asked(play);
        await play.remediation.vote('approve', { code: first.code, by: 'ann' });
        await play.incident.until(() => play.world.requests.length === 2);
        const refused = await play.remediation.refusedVote('approve', { code: first.code, by: 'bob' });
        const second = await asked(play);
        await play.remediation.vote('approve', { code: second.code, by: 'ann' });
        await play.remediation.vote('approve', { code: second.code, by: 'bob' });
        return { refused, record: await verifyAndClose(play, episode) };
      },
    });

    expect(result.refused).toContain('another plan, step or run');
    expect(world.requests).toMatchObject([
      { step: 0, quorum: 1 },
      { step: 1, quorum: 2 },
    ]);
    expect(result.record.outcome?.kind).toBe('resolved-by-us');
  });

  it('is not done when nobody approves it: what was done before it is taken back', async () => {
    const { result, world } = await bed.play({
      world: () => dangerous('auto'),
      script: async (play) => {
        const episode = aLadder(play, 'drain restart');
        await play.incident.deliver(episode.firing);
        await asked(play);
        await play.pass(65 * minutes);
        return escalateAndClose(play, episode);
      },
    });

    expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'approval-expired' });
    expect(doingsOf(world)).toEqual(['do drain', 'undo drain']);
    expect(world.ends).toEqual(['not-verified']);
  });
});
