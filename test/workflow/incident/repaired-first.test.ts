import { describe, expect, it } from 'vitest';
import { aHeldUpService } from '../../support/scenarios/held-up-service.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

describe('a service whose dependency is down', () => {
  it('is left alone and nobody is woken where it answers once that is repaired', async () => {
    const { result, world } = await bed.play(aHeldUpService('answers too', 'resolved'));

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'already-healthy' });
    expect(world.actions).toEqual([]);
    expect(world.told()).toEqual(['resolved']);
  });

  it('is restarted where it stays down once that is repaired', async () => {
    const { result, world } = await bed.play(scenarios['dependency-awaited']);

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(world.actions.map(({ action }) => action)).toEqual(['restart-service']);
    expect(JSON.stringify(result.timeline)).toContain('; before: service-probe: unhealthy');
  });

  it('is given to people where that is not repaired in time', async () => {
    const { result, world } = await bed.play(aHeldUpService(null, 'escalated'));

    expect(result.outcome).toMatchObject({
      kind: 'nothing-done',
      reason: 'dependency-down',
      detail: 'it depends on db: no answer there',
    });
    expect(world.actions).toEqual([]);
    expect(world.told()).toEqual(['escalated', 'cleared']);
  });
});
