import { expect, it } from 'vitest';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld, hours } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { clearsWhileDiagnosing, fireAndVerify, reaches } from '../../support/played/staging.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

it('does nothing but verify when the alert clears during the diagnosis', async () => {
  const { result, world, metric } = await bed.play(scenarios['resolved-while-diagnosing']);

  expect(result.outcome).toMatchObject({ kind: 'resolved-by-itself', reason: null });
  expect(result.status).toBe('resolved');
  expect(world.actions).toEqual([]);
  expect(world.told()).toEqual(['resolved']);
  expect(eventsOf(result)).toEqual([
    'alert-joined',
    'alert-resolved',
    'stood-down',
    'diagnosed',
    'verified',
    'resolved',
  ]);
  expect(await metric('nightshift_repairs_total{runbook="service-down",outcome="resolved-by-itself"}')).toBe(1);
});

it('escalates a target that stays unhealthy although its alert has cleared, and leaves it with people', async () => {
  const { result, world } = await bed.play(scenarios['resolved-but-unhealthy']);

  expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'unhealthy-without-alert' });
  expect(result.status).toBe('escalated');
  expect(world.actions).toEqual([]);
  expect(world.told()).toEqual(['escalated']);
});

it('keeps an escalated incident open while no alert fires, until people have had their time', async () => {
  const { result } = await bed.play({
    world: () => new MockWorld(),
    script: async (play) => {
      const { incident, pass } = play;
      const episode = anEpisode(play);
      clearsWhileDiagnosing(play, episode);
      await fireAndVerify(play, episode);
      await reaches(incident, 'escalated');
      await pass(23 * hours);
      return incident.record();
    },
  });

  expect(result.status).toBe('escalated');
});

it('repairs after all when the alert fires again while it stands down', async () => {
  const { result, world, metric } = await bed.play(scenarios['fires-again-while-standing-down']);

  expect(result.outcome?.kind).toBe('resolved-by-us');
  expect(result.attempts).toBe(2);
  expect(world.actions).toHaveLength(1);
  expect(world.told()).toEqual(['repairing', 'resolved']);
  expect(eventsOf(result).filter((event) => event === 'not-verified' || event === 'verified')).toEqual([
    'not-verified',
    'verified',
  ]);
  expect(await metric('nightshift_repairs_total{runbook="service-down",outcome="escalated"}')).toBe(0);
});

it('verifies its own repair when the alert clears after the action', async () => {
  const { result, world } = await bed.play({
    world: () => new MockWorld(),
    script: async (play) => {
      const { incident } = play;
      const episode = anEpisode(play);
      await incident.deliver(episode.firing);
      await reaches(incident, 'verifying');
      await incident.deliver(episode.resolved);
      return incident.closed();
    },
  });

  expect(result.outcome?.kind).toBe('resolved-by-us');
  expect(world.actions).toHaveLength(1);
  expect(eventsOf(result)).toContain('stood-down');
});
