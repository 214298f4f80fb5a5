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

/** A host with a clock that looks like this, and after a restart of its time daemon like that. */
function aSkewedClock(before: Seen, after: Seen, end: IncidentStatus): Scenario {
  return {
    world: () => {
      const world = new MockWorld();
      world.sees = async ({ check, target }) => {
        const health = (world.actions.length > 0 ? after : before)[check] ?? 'healthy';
        return { check, target, health, summary: `${check}: ${health}` };
      };
      return world;
    },
    script: async ({ incident, target, pass, world }) => {
      const { firing, resolved } = anEpisode({ target, name: 'NodeClockSkewDetected' });
      await incident.deliver(firing);
      await incident.until(({ status }) => status === end || status === 'verifying');
      if (world.actions.length > 0) await pass(untilVerified);
      await reaches(incident, end);
      await incident.deliver(resolved);
      return incident.closed();
    },
  };
}

const wrong = { 'clock-offset': 'unhealthy', 'time-daemon': 'unhealthy' } as const;

describe('the runbook clock-skew', () => {
  it('restarts the time daemon once and proves that the clock is right', async () => {
    const { result, world } = await bed.play(aSkewedClock(wrong, {}, 'resolved'));

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(world.actions.map(({ action }) => action)).toEqual(['restart-time-daemon']);
  });

  it('gets people where the restart has not helped, and does not try a second one', async () => {
    const after = { ...wrong, 'time-daemon-restarts': 'unhealthy' } as const;

    const { result, world } = await bed.play(aSkewedClock(wrong, after, 'escalated'));

    expect(result.outcome).toMatchObject({ kind: 'escalated' });
    expect(world.actions).toHaveLength(1);
    expect(world.told()).toContain('escalated');
  });

  it.each<[string, Seen, string, string]>([
    ['it was restarted lately', { ...wrong, 'time-daemon-restarts': 'unhealthy' }, 'no-plan', 'no restart is tried'],
    [
      'nobody knows when it was started',
      { ...wrong, 'time-daemon-restarts': 'unknown' },
      'no-plan',
      'no restart is tried',
    ],
    ['it holds the clock to be right', { 'clock-offset': 'unhealthy' }, 'no-plan', 'a restart is no answer'],
    ['it does not answer', { ...wrong, 'time-daemon': 'unknown' }, 'no-plan', 'a restart is no answer'],
    ['the clock is right again', {}, 'already-healthy', 'clock-offset: healthy'],
  ])('restarts nothing where %s', async (_why, seen, reason, words) => {
    const end = reason === 'already-healthy' ? 'resolved' : 'escalated';

    const { result, world } = await bed.play(aSkewedClock(seen, seen, end));

    expect(result.outcome).toMatchObject({
      kind: 'nothing-done',
      reason,
      detail: expect.stringContaining(words) as unknown,
    });
    expect(world.actions).toEqual([]);
  });
});
