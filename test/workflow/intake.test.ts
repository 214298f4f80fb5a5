import { expect, it } from 'vitest';
import { failure } from '../../activities/contracts/failure.ts';
import type { Delivery } from '../../model/incident/delivery.ts';
import { workflowTypes } from '../../model/names.ts';
import { anEpisode } from '../support/episodes.ts';
import { MockWorld } from '../support/played/mock-world.ts';
import { scenarios } from '../support/scenarios/scenarios.ts';
import { useTestBed } from '../support/played/use-test-bed.ts';

const bed = useTestBed();

const deliveries: Readonly<Record<string, readonly Delivery[]>> = {
  a: [anEpisode({ target: 'host/web-1/service/a' }).firing],
  b: [anEpisode({ target: 'host/web-1/service/b' }).firing, anEpisode({ target: 'host/web-1/service/b' }).resolved],
};

it('hands over everything it was given, and since when it has waited', async () => {
  const handed: unknown[] = [];

  const { result: begunAt } = await bed.play({
    world: () => {
      const staged = new MockWorld();
      staged.instead.deliverAlerts = async (...given) => void handed.push(given);
      return staged;
    },
    script: async ({ env, taskQueue }) => {
      const { workflow } = env.client;
      const intake = await workflow.start(workflowTypes.intake, {
        workflowId: 'intake:1',
        taskQueue,
        args: [deliveries],
      });
      await intake.result();
      return (await intake.describe()).startTime.getTime();
    },
  });

  expect(handed).toEqual([[deliveries, begunAt]]);
});

it('tries again, for hours if need be, until every incident has its alerts', async () => {
  let tries = 0;

  await bed.play({
    world: () => {
      const staged = new MockWorld();
      staged.instead.deliverAlerts = async () => {
        if (++tries < 200) throw failure('TemporalUnavailable', '1 incidents could not be told; the rest were');
      };
      return staged;
    },
    script: ({ env, taskQueue }) =>
      env.client.workflow.execute(workflowTypes.intake, { workflowId: 'intake:2', taskQueue, args: [deliveries] }),
  });

  expect(tries).toBe(200);
});

it('leads to the same repair as a delivery at the door', async () => {
  const { result, world } = await bed.play(scenarios['handed-over']);

  expect(result.outcome?.kind).toBe('resolved-by-us');
  expect(result.deliveries).toBe(3);
  expect(world.actions).toHaveLength(1);
});
