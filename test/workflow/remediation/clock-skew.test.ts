import { describe, expect, it } from 'vitest';
import type { Seen } from '../../support/scenarios/host-troubles.ts';
import { aSkewedClock, wrongClock } from '../../support/scenarios/host-troubles.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

describe('the runbook clock-skew', () => {
  it('restarts the time daemon once and proves that the clock is right', async () => {
    const { result, world } = await bed.play(scenarios['clock-corrected']);

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(world.actions.map(({ action }) => action)).toEqual(['restart-time-daemon']);
  });

  it('gets people where the restart has not helped, and does not try a second one', async () => {
    const after = { ...wrongClock, 'time-daemon-restarts': 'unhealthy' } as const;

    const { result, world } = await bed.play(aSkewedClock(wrongClock, after, { end: 'escalated', rungs: 1 }));

    expect(result.outcome).toMatchObject({ kind: 'escalated' });
    expect(world.actions).toHaveLength(1);
    expect(world.told()).toContain('escalated');
  });

  it.each<[string, Seen, string, string]>([
    [
      'it was restarted lately',
      { ...wrongClock, 'time-daemon-restarts': 'unhealthy' },
      'no-plan',
      'no restart is tried',
    ],
    [
      'nobody knows when it was started',
      { ...wrongClock, 'time-daemon-restarts': 'unknown' },
      'no-plan',
      'no restart is tried',
    ],
    ['it holds the clock to be right', { 'clock-offset': 'unhealthy' }, 'no-plan', 'a restart is no answer'],
    ['it does not answer', { ...wrongClock, 'time-daemon': 'unknown' }, 'no-plan', 'a restart is no answer'],
    ['the clock is right again', {}, 'already-healthy', 'clock-offset: healthy'],
  ])('restarts nothing where %s', async (_why, seen, reason, words) => {
    const end = reason === 'already-healthy' ? 'resolved' : 'escalated';

    const { result, world } = await bed.play(aSkewedClock(seen, seen, { end }));

    expect(result.outcome).toMatchObject({
      kind: 'nothing-done',
      reason,
      detail: expect.stringContaining(words) as unknown,
    });
    expect(world.actions).toEqual([]);
  });
});
