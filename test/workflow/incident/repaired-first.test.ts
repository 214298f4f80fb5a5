import { describe, expect, it } from 'vitest';
import { failure } from '../../../activities/contracts/failure.ts';
import type { IncidentStatus } from '../../../model/incident/incident.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld, minutes } from '../../support/mock-world.ts';
import { reaches, untilVerified } from '../../support/staging.ts';
import type { Scenario } from '../../support/test-bed.ts';
import { useTestBed } from '../../support/use-test-bed.ts';

const bed = useTestBed();

/** What becomes of the service when what it depends on answers again; null where that never happens. */
type Recovery = 'answers too' | 'stays down' | null;

/** A service that is down together with what it depends on, whose own incident takes three looks to repair it. */
function heldUp(recovery: Recovery, end: IncidentStatus): Scenario {
  return {
    world: () => {
      const world = new MockWorld();
      let looks = 0;
      world.instead.awaitDependencies = async ({ target }) => {
        looks += 1;
        if (looks < 3 || recovery === null) throw failure('NotHealthyYet', 'it depends on db: no answer there yet');
        if (recovery === 'answers too') world.up.add(target);
      };
      world.sees = async (check) => {
        const isDown = check.check === 'dependencies' && (looks < 3 || recovery === null);
        return isDown
          ? { ...check, health: 'unhealthy', summary: 'it depends on db: no answer there' }
          : world.look(check);
      };
      return world;
    },
    script: async ({ incident, target, pass }) => {
      const { firing, resolved } = anEpisode({ target });
      await incident.deliver(firing);
      if (recovery === null) await pass(16 * minutes);
      if (recovery === 'stays down') {
        await reaches(incident, 'verifying');
        await pass(untilVerified);
      }
      await reaches(incident, end);
      await incident.deliver(resolved);
      return incident.closed();
    },
  };
}

describe('a service whose dependency is down', () => {
  it('is left alone and nobody is woken where it answers once that is repaired', async () => {
    const { result, world } = await bed.play(heldUp('answers too', 'resolved'));

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'already-healthy' });
    expect(world.actions).toEqual([]);
    expect(world.told()).toEqual(['resolved']);
  });

  it('is restarted where it stays down once that is repaired', async () => {
    const { result, world } = await bed.play(heldUp('stays down', 'resolved'));

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(world.actions.map(({ action }) => action)).toEqual(['restart-service']);
    expect(JSON.stringify(result.timeline)).toContain('; before: service-probe: unhealthy');
  });

  it('is given to people where that is not repaired in time', async () => {
    const { result, world } = await bed.play(heldUp(null, 'escalated'));

    expect(result.outcome).toMatchObject({
      kind: 'nothing-done',
      reason: 'dependency-down',
      detail: 'it depends on db: no answer there',
    });
    expect(world.actions).toEqual([]);
    expect(world.told()).toEqual(['escalated', 'cleared']);
  });
});
