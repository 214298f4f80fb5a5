import { describe, expect, it } from 'vitest';
import { failure } from '../../../activities/contracts/failure.ts';
import type { ReviewOrder } from '../../../model/remediation/policy.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld, minutes } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { fireAndVerify, reaches } from '../../support/played/staging.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

describe('a channel that fails', () => {
  it('is noted, neither holds up nor spoils the repair, and the other channel hears everything', async () => {
    const { result, world } = await bed.play(scenarios['report-fails']);

    const { entries } = result.timeline;
    const verified = entries.find(({ event }) => event === 'verified');
    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(Date.parse(verified?.at ?? '') - Date.parse(result.openedAt)).toBeLessThan(3 * minutes);
    expect(world.told('console')).toEqual(['repairing', 'resolved']);
    expect(world.told('slack')).toEqual([]);
    expect(entries.filter(({ event }) => event === 'report-failed').map(({ text }) => text)).toEqual([
      'slack: repairing',
      'slack: resolved',
    ]);
  });

  it('gets no second try when it says that it never will take the message', async () => {
    let tries = 0;
    const { result } = await bed.play({
      world: () => {
        const staged = new MockWorld({ mode: 'observe' });
        staged.instead.deliverReport = () => {
          tries++;
          return Promise.reject(failure('ChannelRefused', 'answered 403'));
        };
        return staged;
      },
      script: scenarios.observed.script,
    });

    expect(eventsOf(result).filter((event) => event === 'report-failed')).toHaveLength(tries);
  });

  it('gets its messages in their order once it is back', async () => {
    const { world } = await bed.play({
      world: () => new MockWorld(),
      script: async (play) => {
        const episode = anEpisode(play);
        play.world.instead.deliverReport = () => Promise.reject(failure('ChannelUnavailable', 'answered 503'));
        await fireAndVerify(play, episode);
        await reaches(play.incident, 'resolved');
        delete play.world.instead.deliverReport;
        await play.incident.deliver(episode.resolved);
        return play.incident.closed();
      },
    });

    expect(world.told('console')).toEqual(['repairing', 'resolved']);
    expect(world.told('slack')).toEqual(['repairing', 'resolved']);
  });
});

it('tells nobody where no channel is configured', async () => {
  const { result, world } = await bed.play({
    world: () => new MockWorld({ channels: [] }),
    script: scenarios.repaired.script,
  });

  expect(result.outcome?.kind).toBe('resolved-by-us');
  expect(world.reports).toEqual([]);
});

it('reports to the channels that the newest policy names', async () => {
  const { world } = await bed.play({
    world: () => new MockWorld(),
    script: async (play) => {
      const { incident, target } = play;
      const [first, second] = [anEpisode({ ...play, nth: 0 }), anEpisode({ ...play, nth: 1 })];
      await fireAndVerify(play, first);
      await reaches(incident, 'resolved');
      await incident.deliver(first.resolved);
      play.world.up.delete(target);
      play.world.policy = { ...play.world.policy, channels: [{ index: 0, type: 'webhook' }] };
      await fireAndVerify(play, second);
      await reaches(incident, 'resolved');
      await incident.deliver(second.resolved);
      return incident.closed();
    },
  });

  expect(world.told('console')).toEqual(['repairing', 'resolved']);
  expect(world.told('webhook')).toEqual(['repairing', 'resolved']);
});

describe('the post-incident report', () => {
  const review = { channels: [{ index: 1, type: 'slack' }], onlyPeople: false } as const;

  it('goes to those who want it once the book is closed, after everything else', async () => {
    const { world } = await bed.play({
      world: () => withReview(new MockWorld(), review),
      script: scenarios.repaired.script,
    });

    expect(world.told('slack')).toEqual(['repairing', 'resolved', 'review']);
    expect(world.told('console')).toEqual(['repairing', 'resolved']);
  });

  it('leaves out what needed nobody where only that is wanted', async () => {
    const { world } = await bed.play({
      world: () => withReview(new MockWorld(), { ...review, onlyPeople: true }),
      script: scenarios.repaired.script,
    });

    expect(world.told('slack')).toEqual(['repairing', 'resolved']);
  });

  it('holds up nothing where it cannot be written', async () => {
    const { result, world } = await bed.play({
      world: () => {
        const played = withReview(new MockWorld(), review);
        played.instead.writeReview = () => Promise.reject(failure('TemporalUnavailable', 'away'));
        return played;
      },
      script: scenarios.repaired.script,
    });

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(world.told('slack')).toEqual(['repairing', 'resolved']);
  });
});

function withReview(world: MockWorld, review: ReviewOrder): MockWorld {
  world.policy = { ...world.policy, review };
  return world;
}
