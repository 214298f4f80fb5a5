import { describe, expect, it } from 'vitest';
import { incidentStatuses } from '../../../model/incident/incident.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { fireAndVerify, reaches } from '../../support/played/staging.ts';
import type { Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

/** How many ends of an incident with the service-down runbook had an outcome. */
const repairs = (outcome: string): string => `nightshift_repairs_total{runbook="service-down",outcome="${outcome}"}`;

describe('a repair that helps', () => {
  it('is resolved by us once the checks have held, and people hear of its begin and its end', async () => {
    const { result, world, target, metric } = await bed.play(scenarios.repaired);

    expect(result.outcome).toEqual({ kind: 'resolved-by-us', reason: null, detail: 'repaired, and proven healthy' });
    expect(result.status).toBe('resolved');
    expect(world.actions).toEqual([{ action: 'restart-service', target }]);
    expect(world.told('console')).toEqual(['repairing', 'resolved']);
    expect(world.told('slack')).toEqual(['repairing', 'resolved']);
    expect(eventsOf(result)).toEqual([
      'alert-joined',
      'diagnosed',
      'planned',
      'acted',
      'verified',
      'resolved',
      'alert-resolved',
    ]);
    expect(await metric(repairs('resolved-by-us'))).toBe(1);
    expect(await metric('nightshift_first_action_seconds_count{runbook="service-down"}')).toBe(1);
    expect(await metric('nightshift_verified_seconds_count{runbook="service-down"}')).toBe(1);
  });

  it('counts each status that the incident reached once', async () => {
    const { metric } = await bed.play(scenarios.repaired);

    const counts = incidentStatuses.map(async (status) => [
      status,
      await metric(`nightshift_incident_statuses_total{status="${status}"}`),
    ]);
    expect(Object.fromEntries(await Promise.all(counts))).toEqual({
      open: 1,
      investigating: 1,
      'awaiting-approval': 0,
      repairing: 1,
      verifying: 1,
      resolved: 1,
      escalated: 0,
    });
  });

  it('holds for as long as the policy asks before it is called one', async () => {
    const { result } = await bed.play(scenarios.repaired);

    const at = (event: string): number =>
      Date.parse(result.timeline.entries.find((entry) => entry.event === event)?.at ?? '');
    expect(at('verified') - at('acted')).toBeGreaterThanOrEqual(120_000);
  });

  it('is found when the answer to the action was lost', async () => {
    const { result, world, metric } = await bed.play(scenarios['action-unheard']);

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(world.actions).toHaveLength(1);
    expect(result.timeline.entries.find(({ event }) => event === 'acted')?.text).toContain('had been done already');
    expect(await metric(repairs('resolved-by-us'))).toBe(1);
  });
});

describe('a repair that does not help', () => {
  it('is escalated with the last words of the service, and never tried twice', async () => {
    const { result, world, metric } = await bed.play(scenarios['not-repaired']);

    expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'verification-failed' });
    expect(world.actions).toHaveLength(1);
    expect(world.told()).toEqual(['repairing', 'escalated', 'cleared']);
    expect(world.reports.find(({ report }) => report.kind === 'escalated')?.report).toMatchObject({
      runbook: 'service-down',
      severity: 'critical',
      firing: ['ServiceDown'],
      logs: { text: 'FATAL: the last words' },
    });
    expect(eventsOf(result)).toContain('not-verified');
    expect(await metric(repairs('escalated'))).toBe(1);
    expect(await metric(repairs('resolved-by-us'))).toBe(0);
  });

  it('is not called one because the service answered once', async () => {
    const { result } = await bed.play(relapses);

    expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'verification-failed' });
  });

  it.each([
    ['the action failed', { result: 'failed', summary: 'exit code 1' }, 'action-failed', 'action-failed'],
    ['nobody heard of it', { result: 'unknown', summary: 'timed out' }, 'verification-failed', 'acted'],
  ] as const)('is escalated when %s', async (_title, answer, reason, event) => {
    const { result } = await bed.play({
      world: () => {
        const staged = new MockWorld();
        staged.instead.performAction = () => Promise.resolve(answer);
        return staged;
      },
      script: scenarios['not-repaired'].script,
    });

    expect(result.outcome).toMatchObject({ kind: 'escalated', reason });
    expect(eventsOf(result)).toContain(event);
  });

  it('is a repair nevertheless when the action says it failed but the service is healthy', async () => {
    const { result } = await bed.play({
      world: () => {
        const staged = new MockWorld();
        staged.instead.performAction = async (action) => {
          await staged.restart(action);
          return { result: 'failed', summary: 'exit code 1' };
        };
        return staged;
      },
      script: scenarios.repaired.script,
    });

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(eventsOf(result)).toContain('action-failed');
  });
});

it('escalates when the checks are good but the alert goes on firing', async () => {
  const { result, world, metric } = await bed.play(scenarios['still-firing']);

  expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'alert-still-firing' });
  expect(world.actions).toHaveLength(1);
  expect(world.told()).toEqual(['repairing', 'resolved', 'escalated', 'cleared']);
  expect(await metric(repairs('escalated'))).toBe(1);
});

/** The service answers after the restart and falls over while it is watched. */
const relapses: Scenario = {
  world: () => new MockWorld(),
  script: async (play) => {
    const { world, target, incident } = play;
    const episode = anEpisode(play);
    let looks = 0;
    world.sees = (check) => {
      if (world.actions.length > 0 && ++looks > 1) world.up.delete(target);
      return world.look(check);
    };
    await fireAndVerify(play, episode);
    await reaches(incident, 'escalated');
    await incident.deliver(episode.resolved);
    return incident.closed();
  },
};
