import { describe, expect, it, vi } from 'vitest';
import type { Activities } from '../../../activities/index.ts';
import type { Refusal } from '../../../model/guard/refusal.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { asked, escalateAndClose, fireAndAsk, verifyAndClose } from '../../support/played/staging.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

const changed: Refusal = { reason: 'preconditions-changed', detail: 'the instance was 1 and is 2' };

/** A world whose targets have changed by the time that an action begins, as often as said. */
const restless = (times: number, refusal: Refusal = changed): MockWorld => {
  const world = new MockWorld();
  let left = times;
  world.instead.performAction = async (order) => {
    if (left-- > 0) return { result: 'refused', refusal };
    return world.restart(order);
  };
  return world;
};

describe('a plan whose target has changed since it was made', () => {
  it.each<Refusal>([changed, { reason: 'plan-expired', detail: 'the plan has expired' }])(
    'is not carried out but made anew, from a new diagnosis: $reason',
    async (refusal) => {
      const { result, world } = await bed.play({
        world: () => restless(1, refusal),
        script: async (play) => {
          await play.incident.deliver(anEpisode(play).firing);
          return verifyAndClose(play);
        },
      });

      const texts = result.timeline.entries.map(({ event, text }) => `${event}: ${text}`);
      expect(result.outcome?.kind).toBe('resolved-by-us');
      expect(eventsOf(result).filter((event) => event === 'diagnosed' || event === 'planned')).toHaveLength(4);
      expect(texts).toContain(`refused: ${refusal.detail}`);
      expect(new Set(world.questions.map(({ plan }) => plan.hash)).size).toBe(2);
      expect(world.orders.map(({ plan }) => plan)).toEqual([world.questions.at(-1)?.plan.hash]);
      expect(world.ends).toEqual(['verified']);
    },
  );

  it('is given up after three rounds, and nothing was done', async () => {
    const { result, world, metric } = await bed.play({
      world: () => restless(9),
      script: async (play) => {
        await play.incident.deliver(anEpisode(play).firing);
        return escalateAndClose(play);
      },
    });

    expect(result.outcome).toEqual({ kind: 'nothing-done', ...changed });
    expect(world.questions).toHaveLength(3);
    expect(world.actions).toEqual([]);
    expect(world.ends).toEqual(['not-acted']);
    expect(await metric('nightshift_nothing_done_total{reason="preconditions-changed"}')).toBe(1);
  });

  it('turns out to be needless where the new diagnosis finds the target healthy', async () => {
    const { result, world } = await bed.play({
      world: () => {
        const staged = new MockWorld();
        staged.instead.performAction = async ({ target }) => {
          staged.up.add(target);
          return { result: 'refused', refusal: changed };
        };
        return staged;
      },
      script: async (play) => {
        await play.incident.deliver(anEpisode(play).firing);
        await play.incident.until(({ status }) => status === 'resolved');
        await play.incident.deliver(anEpisode(play).resolved);
        return play.incident.closed();
      },
    });

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'already-healthy' });
    expect(world.told().at(-1)).toBe('resolved');
  });
});

describe('an approval', () => {
  it('of the plan before is refused, and the new plan has to be approved by itself', async () => {
    const performAction = vi.fn<Activities['performAction']>();
    const { result, world } = await bed.play({
      world: () => {
        const staged = new MockWorld({ mode: 'approve' });
        performAction.mockImplementation(staged.restart);
        performAction.mockResolvedValueOnce({ result: 'refused', refusal: changed });
        staged.instead.performAction = performAction;
        return staged;
      },
      script: async (play) => {
        const first = await fireAndAsk(play);
        await play.remediation.vote('approve', { code: first.code, by: 'ann' });
        await play.incident.until(() => play.world.requests.length === 2);
        const second = await asked(play);
        const refused = await play.remediation.refusedVote('approve', { code: first.code, by: 'ann' });
        const triesBefore = performAction.mock.calls.length;
        await play.remediation.vote('approve', { code: second.code, by: 'ann' });
        return { refused, triesBefore, record: await verifyAndClose(play) };
      },
    });

    expect(result.refused).toContain('another plan');
    expect(result.triesBefore).toBe(1);
    expect(world.votes.filter(({ refusal }) => refusal)).toMatchObject([{ refusal: 'wrong-code' }]);
    expect(new Set(world.requests.map(({ code }) => code)).size).toBe(2);
    expect(result.record.outcome?.kind).toBe('resolved-by-us');
    expect(world.actions).toHaveLength(1);
    expect(world.ends).toEqual(['verified']);
  });
});
