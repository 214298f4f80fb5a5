import { describe, expect, it } from 'vitest';
import { deliverLate } from '../../../clients/temporal/late-alerts.ts';
import type { Delivery } from '../../../model/incident/delivery.ts';
import type { Episode } from '../../support/episodes.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld, minutes } from '../../support/played/mock-world.ts';
import { fireAndVerify, reaches } from '../../support/played/staging.ts';
import type { Play, Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

/** What has come late to an incident that has repaired its target, has heard the end of its alert, and has closed. */
interface Late {
  readonly deliveries: readonly Delivery[];
  /** Whether it was taken before the incident has closed. */
  readonly takenBefore: boolean;
}

/** Of which alerts an incident begins when others of its key have closed. */
const beginning = (late: (play: Play, episode: Episode) => Late): Scenario<readonly string[]> => ({
  world: () => new MockWorld(),
  script: async (play) => {
    const { env, incident, pass } = play;
    const [openAt, episode] = [await env.currentTimeMs(), anEpisode(play)];
    await fireAndVerify(play, episode);
    await reaches(incident, 'resolved');
    await incident.deliver(episode.resolved);
    await incident.closed();
    await pass(5 * minutes);
    const { deliveries, takenBefore } = late(play, episode);
    return begunBy(play, deliveries, takenBefore ? openAt : await env.currentTimeMs());
  },
});

describe('of alerts that were taken before their incident has closed, and come behind that', () => {
  it('those begin none whose end it had heard', async () => {
    const { result } = await bed.play(
      beginning((_play, { firing, resolved }) => ({ deliveries: [firing, resolved], takenBefore: true })),
    );

    expect(result).toEqual([]);
  });

  it('those begin one that it never heard of', async () => {
    const { result } = await bed.play(
      beginning((play, { firing }) => ({ deliveries: [firing, another(play).firing], takenBefore: true })),
    );

    expect(result).toEqual(['TargetDown']);
  });

  it('those begin one that fired behind the end that it heard of', async () => {
    const { result } = await bed.play(
      beginning((play) => ({ deliveries: [anEpisode({ ...play, nth: 1 }).firing], takenBefore: true })),
    );

    expect(result).toEqual(['ServiceDown']);
  });
});

it('alerts that were taken when their incident had closed begin another one', async () => {
  const { result } = await bed.play(beginning((_play, { firing }) => ({ deliveries: [firing], takenBefore: false })));

  expect(result).toEqual(['ServiceDown']);
});

it('alerts begin an incident where there was none', async () => {
  const { result } = await bed.play({
    world: () => new MockWorld(),
    script: (play) => begunBy(play, [anEpisode(play).firing], 0),
  });

  expect(result).toEqual(['ServiceDown']);
});

it('alerts are told to the incident that is open', async () => {
  const { result } = await bed.play({
    world: () => new MockWorld(),
    script: async (play) => {
      await play.incident.deliver(anEpisode(play).resolved);
      const begun = await begunBy(play, [another(play).resolved], 0);
      return { begun, heard: Object.values((await play.incident.closed()).alerts).map(({ name }) => name) };
    },
  });

  expect(result).toEqual({ begun: [], heard: ['ServiceDown', 'TargetDown'] });
});

/** The names of the alerts of which an incident begins. */
async function begunBy(
  { env, incident: { key } }: Play,
  deliveries: readonly Delivery[],
  takenAt: number,
): Promise<readonly string[]> {
  const names: string[] = [];
  await deliverLate(env.client, { key, deliveries, takenAt }, async (news) => {
    names.push(...news.map(({ alert }) => alert.labels['alertname'] ?? ''));
  });
  return names;
}

function another(play: Play): Episode {
  return anEpisode({ ...play, name: 'TargetDown' });
}
