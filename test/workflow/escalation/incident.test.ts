import { describe, expect, it } from 'vitest';
import { messageNames } from '../../../model/names.ts';
import { aLevel, aLevelOf, anEscalationPolicy } from '../../support/escalation/builders.ts';
import {
  aWakefulWorld,
  afterFirstLevel,
  untilEscalation,
  wokenIn,
} from '../../support/escalation/played-escalation.ts';
import { anEpisode } from '../../support/episodes.ts';
import type { MockWorld } from '../../support/played/mock-world.ts';
import { minutes } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { asked, escalateAndClose, reaches } from '../../support/played/staging.ts';
import type { Play } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

const alex = ['alex by sms', 'alex by email'];
const untilEnded = (play: Play) => untilEscalation(play, ({ ended }) => ended !== null);

function aWorldThatAsks(): MockWorld {
  const world = aWakefulWorld();
  world.policy = { ...world.policy, mode: 'approve' };
  return world;
}

describe('an incident wakes people', () => {
  it('until its alerts clear', async () => {
    const { result, world } = await bed.play(
      afterFirstLevel({}, async (play) => {
        await play.incident.deliver(anEpisode(play).resolved);
        await untilEnded(play);
        await play.pass(10 * minutes);
      }),
    );

    expect(result.escalation?.ended?.why).toBe('the trouble is over');
    expect(wokenIn(world).toSorted()).toEqual(alex.toSorted());
    expect(eventsOf(result)).toContain('escalation-ended');
  });

  it('by a channel that hears of nothing else, which is told how it ended as well', async () => {
    const { world } = await bed.play({
      world: () => {
        const played = aWakefulWorld({ levels: [aLevelOf({ kind: 'channel', name: 'pager' })] });
        played.instead.deliverReport = async (notice) => {
          await played.tell(notice);
          return notice.channel.type === 'pagerduty' ? { alert: 'open' } : null;
        };
        return played;
      },
      script: async (play) => {
        await play.incident.deliver(anEpisode(play).firing);
        await untilEscalation(play, ({ told }) => told.length > 0);
        await play.incident.until(({ receipts = {} }) => Object.keys(receipts).length > 0);
        return escalateAndClose(play);
      },
    });

    expect(world.told('pagerduty')).toEqual(['escalated', 'cleared']);
  });

  it('nobody while somebody looks after it, also where a second one would for a shorter time', async () => {
    const { result } = await bed.play(
      afterFirstLevel({}, async ({ incident }) => {
        await incident.ask('acknowledge', { by: 'alex', for: '2h' });
        await incident.ask('acknowledge', { by: 'kim', for: '10m' });
      }),
    );

    const texts = result.timeline.entries.filter(({ event }) => event === 'acknowledged').map(({ text }) => text);
    const untils = texts.map((text) => text.split(' until ')[1]);
    expect(texts.map((text) => text.split(' ')[0])).toEqual(['alex', 'kim']);
    expect(untils[1]).toBe(untils[0]);
    expect(result.acknowledged).toEqual({ by: 'kim', until: untils[0] });
    expect(result.escalation?.acknowledged).toEqual(result.acknowledged);
  });

  it('for an approval until somebody decides, and anew because the decision leaves it to people', async () => {
    const { result, world } = await bed.play({
      world: aWorldThatAsks,
      script: async (play) => {
        await play.incident.deliver(anEpisode(play).firing);
        const { code } = await asked(play);
        const { because } = await untilEscalation(play, ({ level }) => level === 0);
        await play.remediation.vote('deny', { code, by: 'ann' });
        await reaches(play.incident, 'escalated');
        await untilEscalation(play, (state) => state.because === 'escalated' && state.level === 0);
        return because;
      },
    });

    expect(result).toBe('approval-needed');
    expect(wokenIn(world).toSorted()).toEqual([...alex, ...alex].toSorted());
  });

  it('for an approval until it is given', async () => {
    const { result, world } = await bed.play({
      world: aWorldThatAsks,
      script: async (play) => {
        await play.incident.deliver(anEpisode(play).firing);
        const { code } = await asked(play);
        await untilEscalation(play, ({ level }) => level === 0);
        await play.remediation.vote('approve', { code, by: 'ann' });
        await reaches(play.incident, 'verifying');
        return untilEnded(play);
      },
    });

    expect(result.ended?.why).toBe('nothing waits for an approval any more');
    expect(wokenIn(world).toSorted()).toEqual(alex.toSorted());
  });

  it.each([
    ['a cause that its policy does not name', { begins: ['approval-needed'] }],
    ['a severity that its policy leaves alone', { severities: ['warning'] }],
  ] as const)('not for %s', async (_what, policy) => {
    const { result, world } = await bed.play({
      world: () => aWakefulWorld(policy),
      script: async (play) => {
        await play.incident.deliver(anEpisode(play).firing);
        await reaches(play.incident, 'escalated');
        await play.pass(10 * minutes);
        return play.incident.record();
      },
    });

    expect(wokenIn(world)).toEqual([]);
    expect(result.escalation).toBeUndefined();
  });
});

describe('an edit of a policy', () => {
  const edited = anEscalationPolicy({ levels: [aLevel('alex'), aLevel('robin')] });

  it('is for incidents to come', async () => {
    const { world } = await bed.play(
      afterFirstLevel({}, async (play) => {
        play.world.policy = { ...play.world.policy, escalation: edited };
        await play.pass(6 * minutes);
        await untilEscalation(play, ({ level }) => level === 1);
      }),
    );

    expect(wokenIn(world).at(-1)).toBe('kim by sms');
  });

  it('is for a running incident where people ask for it', async () => {
    const { result, world } = await bed.play(
      afterFirstLevel({}, async (play) => {
        play.world.policy = { ...play.world.policy, escalation: edited };
        const { state } = await play.incident.handle.executeUpdate<{ state: string }, []>(messageNames.applyPolicy);
        expect(state).toBe('it goes on by the policy shop');
        await play.pass(6 * minutes);
        await untilEscalation(play, ({ level }) => level === 1);
      }),
    );

    expect(wokenIn(world).at(-1)).toBe('robin by email');
    expect(eventsOf(result)).toContain('escalation-changed');
  });

  it('that wakes nobody stops the clock where people ask for it', async () => {
    const { result } = await bed.play(
      afterFirstLevel({}, async (play) => {
        const { escalation: _gone, ...without } = play.world.policy;
        play.world.policy = without;
        await play.incident.handle.signal(messageNames.applyPolicy);
        await untilEnded(play);
      }),
    );

    expect(result.escalation?.ended?.why).toBe('no policy says whom to wake any more');
  });
});
