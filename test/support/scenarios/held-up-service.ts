import { failure } from '../../../activities/contracts/failure.ts';
import type { IncidentStatus } from '../../../model/incident/incident.ts';
import { anEpisode } from '../episodes.ts';
import { MockWorld, minutes } from '../played/mock-world.ts';
import { reaches, untilVerified } from '../played/staging.ts';
import type { Scenario } from '../played/test-bed.ts';

/** What becomes of the service when what it depends on answers again; null where that never happens. */
type Recovery = 'answers too' | 'stays down' | null;

/** A service that is down together with what it depends on, whose own incident takes three looks to repair it. */
export function aHeldUpService(recovery: Recovery, end: IncidentStatus): Scenario {
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
