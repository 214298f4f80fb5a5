import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { remediationWorkflowId } from '../../../model/names.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld, hours, minutes } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { fireAndVerify, reaches, untilVerified, verifyAndClose } from '../../support/played/staging.ts';
import type { Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();
const alertmanager = { silenceMs: 30 * minutes };

function aSilencingWorld(change: Partial<MockWorld> = {}): MockWorld {
  return Object.assign(new MockWorld({ alertmanager }), change);
}

const asEver: Scenario['script'] = async (play) => {
  await play.incident.deliver(anEpisode(play).firing);
  return verifyAndClose(play);
};

describe('the silence of a repair', () => {
  it('is opened before the first action, and ended by the repair and by the incident', async () => {
    const { result, world, remediation } = await bed.play({ world: aSilencingWorld, script: asEver });

    const activities = (await remediation.events()).flatMap(
      ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name ?? [],
    );
    expect(activities.indexOf('openSilences')).toBe(activities.indexOf('performAction') - 1);
    expect(activities).toContain('endSilences');
    expect(eventsOf(result)).toEqual(expect.arrayContaining(['silenced', 'acted', 'silence-ended', 'alert-resolved']));
    expect(world.silences).toMatchObject([
      { atMostMs: alertmanager.silenceMs, incident: expect.any(String) as string },
    ]);
    expect(world.orders.map(({ silence }) => silence)).toEqual(world.silences.map(({ mark }) => mark));
    expect(world.questions.map(({ silence }) => silence)).toEqual(world.silences.map(({ mark }) => mark));
  });

  it.each([
    { why: 'nothing is configured', world: () => new MockWorld() },
    { why: 'only the Alertmanager is', world: () => new MockWorld({ alertmanager: { silenceMs: null } }) },
  ])('is none where $why', async ({ world: made }) => {
    const { result, world, remediation } = await bed.play({ world: made, script: asEver });

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(world.silences).toEqual([]);
    expect(await remediation.countOf('endSilences')).toBe(0);
  });

  it('is none in mode observe', async () => {
    const { world } = await bed.play<void>({
      world: () => new MockWorld({ alertmanager, mode: 'observe' }),
      script: async (play) => {
        await play.incident.deliver(anEpisode(play).firing);
        await reaches(play.incident, 'escalated');
      },
    });

    expect(world.silences).toEqual([]);
  });

  it('ends with the alerts taken as cleared that have cleared in it, and the incident closes', async () => {
    const { result } = await bed.play({
      world: () => aSilencingWorld({ clearsSilenced: true }),
      script: async (play) => {
        await fireAndVerify(play, anEpisode(play));
        return play.incident.closed();
      },
    });

    expect(result).toMatchObject({ status: 'resolved', outcome: { kind: 'resolved-by-us' } });
    expect(result.timeline.entries.find(({ event }) => event === 'alert-resolved')?.text).toContain('while silenced');
    expect(result.score.clearedMs).not.toBeNull();
  });

  it('ends with the alerts still firing that do, and people take over', async () => {
    const { result } = await bed.play({
      world: aSilencingWorld,
      script: async (play) => {
        await fireAndVerify(play, anEpisode(play));
        await play.pass(40 * minutes);
        return reaches(play.incident, 'escalated');
      },
    });

    expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'alert-still-firing' });
  });

  it('is doubted where Alertmanager tells that such an alert fires after all', async () => {
    const { result } = await bed.play({
      world: () => aSilencingWorld({ clearsSilenced: true }),
      script: async (play) => {
        const episode = anEpisode(play);
        await fireAndVerify(play, episode);
        await play.incident.until((record) => eventsOf(record).includes('silence-ended'));
        await play.incident.deliver(episode.firing);
        await play.pass(40 * minutes);
        return reaches(play.incident, 'escalated');
      },
    });

    expect(eventsOf(result)).toContain('alert-fired-again');
    expect(result.outcome?.reason).toBe('alert-still-firing');
    expect(result.attempts).toBe(1);
  });

  it('does not hold up a repair that cannot open it', async () => {
    const world = aSilencingWorld();
    world.instead.openSilences = () => {
      throw ApplicationFailure.nonRetryable('status 403', 'SilenceRefused');
    };

    const { result } = await bed.play({ world: () => world, script: asEver });

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(eventsOf(result).filter((event) => event === 'silence-failed')).toHaveLength(1);
  });

  it('is ended as soon as Alertmanager is back, and nobody waits for that', async () => {
    const world = aSilencingWorld({ clearsSilenced: true });
    let isAway = true;
    world.instead.endSilences = (question) => {
      if (isAway) throw ApplicationFailure.retryable('nobody answers', 'AlertmanagerUnavailable');
      return world.unsilence(question);
    };

    const { result } = await bed.play({
      world: () => world,
      script: async (play) => {
        await fireAndVerify(play, anEpisode(play));
        await play.pass(5 * minutes);
        const before = await reaches(play.incident, 'resolved');
        isAway = false;
        return { before, after: await play.incident.closed() };
      },
    });

    expect(result.before.outcome?.kind).toBe('resolved-by-us');
    expect(eventsOf(result.before)).not.toContain('silence-ended');
    expect(eventsOf(result.after)).toContain('silence-ended');
  });

  it('is given up only when it has ended by itself for long', async () => {
    const world = aSilencingWorld();
    world.instead.endSilences = () => {
      throw ApplicationFailure.retryable('nobody answers', 'AlertmanagerUnavailable');
    };

    const { result } = await bed.play({
      world: () => world,
      script: async (play) => {
        await play.incident.deliver(anEpisode(play).firing);
        await reaches(play.incident, 'verifying');
        await play.pass(untilVerified + 2 * hours);
        return play.incident.until((record) => eventsOf(record).includes('silence-failed'));
      },
    });

    const at = (event: string): number =>
      Date.parse(result.timeline.entries.find((entry) => entry.event === event)?.at ?? '');
    expect(at('silence-failed') - at('silenced')).toBeGreaterThan(alertmanager.silenceMs);
  });

  it('is ended by the incident where the repair was cancelled', async () => {
    const { result } = await bed.play({
      world: aSilencingWorld,
      script: async (play) => {
        await play.incident.deliver(anEpisode(play).firing);
        await reaches(play.incident, 'verifying');
        const handle = play.env.client.workflow.getHandle(remediationWorkflowId(play.target));
        await handle.cancel();
        return play.incident.until((record) => eventsOf(record).includes('silence-ended'));
      },
    });

    expect(result.status).toBe('escalated');
  });
});

it('shows people who are asked to take over what keeps them from hearing of alerts', async () => {
  const line = 'ServiceDown is silenced by kim until 2026-01-01T04:00:00Z: **the** database moves';
  const world = new MockWorld({ alertmanager: { silenceMs: null } });
  world.muted = { at: '2026-01-01T01:02:03.000Z', lines: [line] };
  world.admission = { refusal: 'silenced', detail: 'ServiceDown is silenced', recurs: false };

  const { result } = await bed.play({
    world: () => world,
    script: async (play) => {
      await play.incident.deliver(anEpisode(play).firing);
      await play.incident.until(({ muted }) => muted !== undefined);
      return play.incident.currentDetails();
    },
  });

  expect(result).toContain('**Silenced or inhibited** (at 01:02:03)');
  expect(result).toContain('silenced by kim');
  expect(result).not.toContain('**the**');
});
