import type { IncidentRecord } from '../../../model/incident/incident.ts';
import { scorebookWorkflowId } from '../../../model/forecast/scoring/scorebook-id.ts';
import { messageNames, workflowTypes } from '../../../model/names.ts';
import { forecastScheduleId } from '../../../model/forecast/running/ids.ts';
import { aScoredLimit, aScoredPrediction, someScoredValues } from '../forecasting/scores.ts';
import { MockWorld } from '../played/mock-world.ts';
import type { Play, Scenario } from '../played/test-bed.ts';
import { untilIdle } from '../temporal/until-idle.ts';

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

/** A scorebook that demotes a model, before something happens after all. */
export function aForecastScored(then: (play: Play) => Promise<IncidentRecord>): Scenario {
  return {
    world: () => new MockWorld(),
    script: async (play) => {
      const { env, target, taskQueue } = play;
      const workflowId = scorebookWorkflowId(target);
      const scorebook = await env.client.workflow.start(workflowTypes.scorebook, { workflowId, taskQueue });
      const atMs = await env.currentTimeMs();
      const wrong = Array.from({ length: 10 }, () => aScoredPrediction({ atMs, outcome: 'false-alarm' }));
      for (const told of [
        wrong,
        { unreadable: true },
        [...wrong, aScoredLimit({ atMs }), someScoredValues({ atMs })],
      ]) {
        await scorebook.signal(messageNames.scored, told);
        await untilIdle(scorebook);
      }
      await scorebook.query(messageNames.scorebook);
      // Not later: once the incident is closed the clock would leap to the end of what still runs.
      await scorebook.terminate();
      return then(play);
    },
  };
}
