import { describe, expect, it } from 'vitest';
import type { CheckName } from '../../../model/names.ts';
import type { CheckResult } from '../../../model/remediation/check.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { reaches } from '../../support/played/staging.ts';
import type { Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

const nothingDone = (reason: string): string => `nightshift_nothing_done_total{reason="${reason}"}`;

describe('people are called when nothing was done because', () => {
  it.each([
    ['observed', 'observe-mode', 'observe mode: Nightshift would restart'],
    ['unknown-target', 'unknown-target', 'no service in the configuration'],
    ['no-runbook', 'no-runbook', 'no runbook answers these alerts'],
    ['target-locked', 'target-locked', 'another incident repairs this target'],
    ['runbook-fails', 'runbook-failed', 'the runbook service-down failed'],
  ] as const)('the path was %s', async (path, reason, words) => {
    const { result, world, metric, target } = await bed.play(scenarios[path]);

    const ours = world.reports.filter(({ channel, report }) => channel === 'console' && report.incident === target);
    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason, detail: expect.stringContaining(words) });
    expect(ours.map(({ report }) => report.kind)).toEqual(['escalated', 'cleared']);
    expect(ours[0]?.report.story.join('\n')).toContain(words);
    expect(eventsOf(result)).toContain('escalated');
    expect(await metric(nothingDone(reason))).toBe(1);
  });

  it('the labels do not say what is sick', async () => {
    const { result, world, metric } = await bed.play(ofNoTarget);

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'unknown-target' });
    expect(world.actions).toEqual([]);
    expect(world.told()).toEqual(['escalated']);
    expect(await metric(nothingDone('unknown-target'))).toBe(1);
  });

  it('the probe could not tell whether the service answers', async () => {
    const { result, world, metric } = await bed.play(uncertain);

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'no-plan' });
    expect(world.actions).toEqual([]);
    expect(await metric(nothingDone('no-plan'))).toBe(1);
  });

  it.each([
    ['its manager starts the service again and again', 'crash-loop', 'crash-loop'],
    ['something that the service needs does not answer', 'dependency-down', 'dependencies'],
  ] as const)('%s', async (_why, reason, check) => {
    const { result, world, metric } = await bed.play(seeing(check, 'unhealthy'));

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason, detail: `${check}: unhealthy` });
    expect(world.actions).toEqual([]);
    expect(world.told()).toEqual(['escalated', 'cleared']);
    expect(await metric(nothingDone(reason))).toBe(1);
  });
});

it('restarts a service whose settings have changed, and says so', async () => {
  const { result, world } = await bed.play({
    ...seeing('settings-unchanged', 'unhealthy'),
    script: scenarios.repaired.script,
  });

  expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
  expect(world.actions).toHaveLength(1);
  expect(JSON.stringify(result.timeline)).toContain('settings-unchanged: unhealthy');
});

it('does not act in observe mode', async () => {
  const { world } = await bed.play(scenarios.observed);

  expect(world.actions).toEqual([]);
});

it('restarts a target that two incidents share only once', async () => {
  const { world } = await bed.play(scenarios['target-locked']);

  expect(world.actions).toHaveLength(1);
});

it('calls nobody for a service that answers already', async () => {
  const { result, world, metric } = await bed.play({
    world: () => new MockWorld(),
    script: async (play) => {
      const { incident, target } = play;
      const { firing, resolved } = anEpisode({ target });
      play.world.up.add(target);
      await incident.deliver(firing);
      await reaches(incident, 'resolved');
      await incident.deliver(resolved);
      return incident.closed();
    },
  });

  expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'already-healthy' });
  expect(world.actions).toEqual([]);
  expect(world.told()).toEqual(['resolved']);
  expect(await metric(nothingDone('already-healthy'))).toBe(1);
});

it('closes quietly over a resolved alert that never fired', async () => {
  const { result, world, metric } = await bed.play(scenarios['resolved-only']);

  expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'alert-resolved' });
  expect(result.attempts).toBe(0);
  expect(world.actions).toEqual([]);
  expect(world.reports).toEqual([]);
  expect(await metric(nothingDone('alert-resolved'))).toBe(1);
});

const ofNoTarget: Scenario = {
  world: () => new MockWorld(),
  script: async ({ incident }) => {
    await incident.deliver(anEpisode({ target: null }).firing);
    await reaches(incident, 'escalated');
    return incident.closed();
  },
};

/** A service that is down, and one thing about it. */
function seeing(seen: CheckName, health: CheckResult['health']): Scenario {
  const world = (): MockWorld => {
    const staged = new MockWorld();
    staged.sees = async (check) =>
      check.check === seen ? { ...check, health, summary: `${seen}: ${health}` } : staged.look(check);
    return staged;
  };
  return { world, script: scenarios.observed.script };
}

const uncertain: Scenario = {
  world: () => {
    const staged = new MockWorld();
    staged.sees = async (check) => ({ ...(await staged.look(check)), health: 'unknown' });
    return staged;
  },
  script: scenarios.observed.script,
};
