import type { IncidentRecord } from '../../../model/incident/incident.ts';
import { forecastScheduleId, workflowTypes } from '../../../model/names.ts';
import { MockWorld } from '../played/mock-world.ts';
import type { Play, Scenario } from '../played/test-bed.ts';

/** A run of a forecast over a few parts, before something happens after all. */
export function aForecastMade(then: (play: Play) => Promise<IncidentRecord>): Scenario {
  return {
    world: () => {
      const world = new MockWorld();
      world.series = Array.from({ length: 6 }, (_, nth) => [`5f0c1d2e3a4b5c6${nth}`, `9a8b7c6d5e4f3a2${nth}`]);
      return world;
    },
    script: async (play) => {
      const { env, target, taskQueue } = play;
      const workflowId = forecastScheduleId(target);
      const args = [{ forecast: 'disks' }];
      await env.client.workflow.execute(workflowTypes.forecast, { workflowId, taskQueue, args });
      return then(play);
    },
  };
}
