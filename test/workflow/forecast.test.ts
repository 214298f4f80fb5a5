import type { WorkflowHandle } from '@temporalio/client';
import { WorkflowFailedError } from '@temporalio/client';
import { activityInfo } from '@temporalio/activity';
import { expect, it, vi } from 'vitest';
import { failure } from '../../activities/contracts/failure.ts';
import type { ForecastRun } from '../../model/forecast/running/forecast-run.ts';
import { noCounts } from '../../model/forecast/running/forecast-run.ts';
import { workflowTypes } from '../../model/names.ts';
import { forecastScheduleId } from '../../model/forecast/running/ids.ts';
import { aHistory } from '../support/forecasting/definitions.ts';
import { ForecastScene } from '../support/forecasting/forecast-scene.ts';
import { hours, minutes, MockWorld } from '../support/played/mock-world.ts';
import type { Play } from '../support/played/test-bed.ts';
import { useTestBed } from '../support/played/use-test-bed.ts';

const bed = useTestBed();

/** So many parts of fifty series. */
function shards(count: number): readonly (readonly string[])[] {
  return Array.from({ length: count }, (_, shard) =>
    Array.from({ length: 50 }, (_each, nth) => (shard * 50 + nth).toString(16).padStart(16, '0')),
  );
}

/** Plays one run after the other. */
async function aRun({ env, taskQueue }: Play, nth = 0): Promise<WorkflowHandle> {
  const workflowId = `${forecastScheduleId('disks')}-${taskQueue}-${nth}`;
  return env.client.workflow.start(workflowTypes.forecast, { workflowId, taskQueue, args: [{ forecast: 'disks' }] });
}

/** How a run ended: with its answer, or with the type of its failure. */
async function endOf(run: WorkflowHandle): Promise<unknown> {
  return run.result().catch((error: unknown) => {
    if (!(error instanceof WorkflowFailedError)) throw error;
    return (error.cause?.cause as { readonly type?: string } | undefined)?.type;
  });
}

it('forecasts all series, part by part, and tells how it went', async () => {
  const asked: { readonly madeAtMs: number; readonly keys: readonly string[] }[] = [];

  const { result } = await bed.play({
    world: () => {
      const staged = new MockWorld();
      staged.series = shards(3);
      staged.instead.forecastShard = async (question) => {
        asked.push(question);
        return { made: 49, refused: { stale: 1 }, predicted: 2, receded: 1 };
      };
      return staged;
    },
    script: async (play) => {
      const run = await aRun(play);
      const answer = (await run.result()) as ForecastRun;
      const details = await run.query<{ readonly currentDetails?: string }>('__temporal_workflow_metadata');
      return { answer, details: details.currentDetails, startedAt: (await run.describe()).startTime.getTime() };
    },
  });

  expect(result.answer).toEqual({
    kind: 'done',
    series: 150,
    counts: { made: 147, refused: { stale: 3 }, predicted: 6, receded: 3 },
  });
  expect(result.details).toBe(
    '147 of 150 series forecast; limits foreseen: 6; not foreseen any more: 3; refused: 3 stale',
  );
  const keys = asked.map((part) => part.keys);
  expect(keys.toSorted((one, other) => String(one).localeCompare(String(other)))).toEqual(shards(3));
  expect(new Set(asked.map(({ madeAtMs }) => madeAtMs))).toEqual(new Set([result.startedAt]));
});

it('forecasts 10,000 series, a few parts at a time, by a history that stays small', async () => {
  let [underWay, most] = [0, 0];

  const { result } = await bed.play({
    world: () => {
      const staged = new MockWorld();
      staged.series = shards(200);
      staged.instead.forecastShard = async ({ keys }) => {
        most = Math.max(most, ++underWay);
        // The first ones wait for each other: on a busy machine each might be over before the next begins.
        await vi.waitUntil(() => most === 4, { timeout: 60_000, interval: 2 });
        underWay -= 1;
        return { ...noCounts, made: keys.length };
      };
      return staged;
    },
    script: async (play) => {
      const run = await aRun(play);
      const answer = (await run.result()) as ForecastRun;
      const history = await run.fetchHistory();
      return { answer, events: history.events?.length ?? 0, bytes: JSON.stringify(history).length };
    },
  });

  expect(result.answer).toEqual({ kind: 'done', series: 10_000, counts: { ...noCounts, made: 10_000 } });
  expect(most).toBe(4);
  expect(result.events).toBeLessThan(2_000);
  expect(result.bytes).toBeLessThan(4 * 1024 * 1024);
});

it('ends with a note where the configuration has no such forecast any more', async () => {
  let asked = 0;

  const { result } = await bed.play({
    world: () => {
      const staged = new MockWorld();
      staged.instead.isForecastDescribed = async () => false;
      staged.instead.listSeries = async () => (asked++, []);
      return staged;
    },
    script: async (play) => (await aRun(play)).result(),
  });

  expect(result).toEqual({ kind: 'gone' });
  expect(asked).toBe(0);
});

it('fails with a type while its source is away, and the next run goes on', async () => {
  let isAway = true;

  const { result } = await bed.play({
    world: () => {
      const staged = new MockWorld();
      staged.instead.listSeries = async () => {
        if (isAway) throw failure('SeriesUnavailable', 'Prometheus does not answer');
        return shards(1);
      };
      return staged;
    },
    script: async (play) => {
      const first = await aRun(play, 0);
      const during = await endOf(first);
      const { startTime, closeTime } = await first.describe();
      const lasted = Number(closeTime) - Number(startTime);
      isAway = false;
      const after = await endOf(await aRun(play, 1));
      return { during, after, lasted };
    },
  });

  expect(result).toMatchObject({ during: 'SeriesUnavailable', after: { kind: 'done', series: 50 } });
  expect(result.lasted).toBeGreaterThan(10 * minutes);
  expect(result.lasted).toBeLessThan(1 * hours);
});

it('fails at once where the source refuses, with nothing forecast', async () => {
  let tries = 0;

  const { result } = await bed.play({
    world: () => {
      const staged = new MockWorld();
      staged.instead.listSeries = async () => {
        tries += 1;
        throw failure('SeriesRefused', 'the query has 10000 series, and at most 500 are read');
      };
      return staged;
    },
    script: async (play) => endOf(await aRun(play)),
  });

  expect(result).toBe('SeriesRefused');
  expect(tries).toBe(1);
});

it('goes on with the other parts where one cannot be forecast, and fails at the end', async () => {
  const done: (string | undefined)[] = [];

  const { result } = await bed.play({
    world: () => {
      const staged = new MockWorld();
      staged.series = shards(10);
      staged.instead.forecastShard = async ({ keys: [first] }) => {
        if (first === '0'.repeat(16)) throw failure('SeriesRefused', 'not this one');
        done.push(first);
        return noCounts;
      };
      return staged;
    },
    script: async (play) => endOf(await aRun(play)),
  });

  expect(result).toBe('SeriesRefused');
  expect(done).toHaveLength(9);
});

it('goes on behind the last series that was done where a worker is lost, and tells nothing twice', async () => {
  const instances = ['web-0', 'web-1', 'web-2', 'web-3'];
  const scene = new ForecastScene();
  scene.series['avail'] = instances.map((instance) => aHistory(instance, [30, 20]));
  scene.crossing = { atMs: 2, earliestMs: 1, latestMs: null, probability: 0.9 };
  const flat = scene.answer;
  const lost = Promise.withResolvers<void>();
  const attempts: number[] = [];

  const { result } = await bed.play({
    world: () => {
      const staged = new MockWorld();
      staged.instead.listSeries = (question) => scene.activities.listSeries(question);
      staged.instead.forecastShard = (question) => scene.activities.forecastShard(question);
      scene.answer = async (asked) => {
        attempts.push(activityInfo().attempt);
        // Whoever is lost says nothing more.
        if (asked.series.labels['instance'] === 'web-2' && activityInfo().attempt === 1) await lost.promise;
        return flat(asked);
      };
      return staged;
    },
    script: async (play) => {
      const answer = await (await aRun(play)).result();
      const told = scene.told.map(({ prediction }) => prediction.series['instance']);
      const tries = [...attempts];
      lost.resolve();
      return { answer, told, tries };
    },
  });

  expect(result.told).toEqual(instances);
  expect(result.answer).toEqual({ kind: 'done', series: 4, counts: { ...noCounts, made: 4, predicted: 4 } });
  expect(result.tries).toEqual([1, 1, 1, 2, 2]);
});
