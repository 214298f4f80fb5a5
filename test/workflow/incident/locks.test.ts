import { expect, it } from 'vitest';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld, minutes } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { reaches, untilVerified, verifyAndClose } from '../../support/played/staging.ts';
import type { Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

it('waits while another incident repairs its target, and finds it healthy then', async () => {
  const { result, world } = await bed.play(scenarios['waits-for-the-lock']);

  expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'already-healthy' });
  expect(eventsOf(result)).toContain('diagnosed');
  expect(world.actions).toHaveLength(1);
});

it('repairs its target by itself where the other repair has not helped', async () => {
  const { result, world } = await bed.play({
    world: () => {
      const staged = new MockWorld();
      staged.restartHelps = false;
      return staged;
    },
    script: async (play) => {
      const episode = anEpisode(play);
      const holder = play.incidentOf(`group/${play.target}`);
      await holder.deliver(episode.firing);
      await reaches(holder, 'verifying');
      await play.incident.deliver(episode.firing);
      await reaches(play.incident, 'investigating');
      play.world.restartHelps = true;
      await play.pass(untilVerified);
      await reaches(holder, 'escalated');
      const record = await verifyAndClose(play, episode);
      await holder.abandon();
      return record;
    },
  });

  expect(result.outcome?.kind).toBe('resolved-by-us');
  expect(world.actions).toHaveLength(2);
});

it('acts on nothing when its alerts clear while it waits', async () => {
  const { result, world } = await bed.play({
    world: scenarios['waits-for-the-lock'].world,
    script: async (play) => {
      const episode = anEpisode(play);
      const holder = play.incidentOf(`group/${play.target}`);
      await holder.deliver(episode.firing);
      await reaches(holder, 'verifying');
      await play.incident.deliver(episode.firing);
      await reaches(play.incident, 'investigating');
      await play.incident.deliver(episode.resolved);
      await play.pass(6 * minutes);
      const record = await reaches(play.incident, 'resolved');
      await holder.abandon();
      return record;
    },
  });

  expect(['resolved-by-itself', 'nothing-done']).toContain(result.outcome?.kind);
  expect(world.actions).toHaveLength(1);
});

it('leaves its target to people when the other repair outlasts its patience', async () => {
  const { result, world } = await bed.play(scenarios['target-locked']);

  const waitedMs = Date.parse(result.timeline.entries.find(({ event }) => event === 'escalated')?.at ?? '');
  expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'target-locked' });
  expect(waitedMs - Date.parse(result.openedAt)).toBeGreaterThan(14 * minutes);
  expect(waitedMs - Date.parse(result.openedAt)).toBeLessThanOrEqual(20 * minutes);
  expect(world.actions).toHaveLength(1);
});

/** Five incidents of one target, all at once. */
const crowd: Scenario<readonly string[]> = {
  world: () => new MockWorld({ patienceMs: 60 * minutes }),
  script: async (play) => {
    const episode = anEpisode(play);
    const incidents = Array.from({ length: 5 }, (_, nth) => play.incidentOf(`group/${nth}/${play.target}`));
    await Promise.all(incidents.map((incident) => incident.deliver(episode.firing)));
    await play.pass(30 * minutes);
    const records = await Promise.all(incidents.map((incident) => reaches(incident, 'resolved')));
    for (const incident of incidents) await incident.abandon();
    return records.map(({ outcome }) => outcome?.kind ?? '');
  },
};

it('is one of many that share a target, of which one repairs it', async () => {
  const { result, world } = await bed.play(crowd);

  expect(result.filter((kind) => kind === 'resolved-by-us')).toHaveLength(1);
  expect(world.actions).toHaveLength(1);
});
