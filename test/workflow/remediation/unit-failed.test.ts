import { describe, expect, it } from 'vitest';
import type { Seen } from '../../support/scenarios/host-troubles.ts';
import { aSickUnit } from '../../support/scenarios/host-troubles.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

const failed = { 'unit-state': 'unhealthy' } as const;

describe('the runbook unit-failed', () => {
  it('starts the unit anew and proves that it stays up', async () => {
    const { result, world } = await bed.play(scenarios['unit-restarted']);

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

    const { result, world } = await bed.play(aSickUnit(seen, { end }));

    expect(result.outcome).toMatchObject({
      kind: 'nothing-done',
      reason,
      detail: expect.stringContaining(words) as unknown,
    });
    expect(world.actions).toEqual([]);
  });
});
