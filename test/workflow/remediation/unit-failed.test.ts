import { describe, expect, it } from 'vitest';
import type { IncidentStatus } from '../../../model/incident/incident.ts';
import type { CheckName } from '../../../model/names.ts';
import type { CheckResult } from '../../../model/remediation/check.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld } from '../../support/mock-world.ts';
import { reaches, untilVerified } from '../../support/staging.ts';
import type { Scenario } from '../../support/test-bed.ts';
import { useTestBed } from '../../support/use-test-bed.ts';

const bed = useTestBed();

type Seen = Partial<Record<CheckName, CheckResult['health']>>;

/** A unit that looks like this, and runs once it was started anew. */
function aFailedUnit(seen: Seen, end: IncidentStatus): Scenario {
  return {
    world: () => {
      const world = new MockWorld();
      world.sees = async ({ check, target }) => {
        const health = world.actions.length > 0 ? 'healthy' : (seen[check] ?? 'healthy');
        return { check, target, health, summary: `${check}: ${health}` };
      };
      return world;
    },
    script: async ({ incident, target, pass, world }) => {
      const { firing, resolved } = anEpisode({ target, name: 'NodeSystemdServiceFailed' });
      await incident.deliver(firing);
      await incident.until(({ status }) => status === end || status === 'verifying');
      if (world.actions.length > 0) await pass(untilVerified);
      await reaches(incident, end);
      await incident.deliver(resolved);
      return incident.closed();
    },
  };
}

const failed = { 'unit-state': 'unhealthy' } as const;

describe('the runbook unit-failed', () => {
  it('starts the unit anew and proves that it stays up', async () => {
    const { result, world } = await bed.play(aFailedUnit(failed, 'resolved'));

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(world.actions.map(({ action }) => action)).toEqual(['restart-unit']);
  });

  it.each<[string, Seen, string, string]>([
    ['it crashes again and again', { ...failed, 'unit-crash-loop': 'unhealthy' }, 'crash-loop', 'unit-crash-loop'],
    [
      'what it needs has failed',
      { ...failed, 'unit-dependencies': 'unhealthy' },
      'dependency-down',
      'unit-dependencies',
    ],
    ['something speaks against it', { ...failed, 'unit-obstacles': 'unhealthy' }, 'no-plan', 'a start would not help'],
    [
      'nobody knows what speaks against it',
      { ...failed, 'unit-obstacles': 'unknown' },
      'no-plan',
      'a start would not help',
    ],
    ['systemd does not answer', { 'unit-state': 'unknown' }, 'no-plan', 'systemd does not say that it has failed'],
    ['it runs', {}, 'already-healthy', 'unit-state: healthy'],
  ])('starts nothing where %s', async (_why, seen, reason, words) => {
    const end = reason === 'already-healthy' ? 'resolved' : 'escalated';

    const { result, world } = await bed.play(aFailedUnit(seen, end));

    expect(result.outcome).toMatchObject({
      kind: 'nothing-done',
      reason,
      detail: expect.stringContaining(words) as unknown,
    });
    expect(world.actions).toEqual([]);
  });
});
