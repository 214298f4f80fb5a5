import { log, proxyActivities, proxyLocalActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { ForecastCounts, ForecastRun } from '../model/forecast/running/forecast-run.ts';
import { addCounts, noCounts, runInWords } from '../model/forecast/running/forecast-run.ts';
import { calculating, listing, quickRead } from './activity-profiles.ts';

const { isForecastDescribed } = proxyLocalActivities<Activities>(quickRead);
const { listSeries } = proxyActivities<Activities>(listing);
const { forecastShard } = proxyActivities<Activities>(calculating);

/** What a schedule starts it with. */
interface ForecastInput {
  /** The name of the forecast in the configuration. */
  readonly forecast: string;
}

type Shard = readonly string[];

/** As many as a few workers can calculate at the same time. */
const shardsAtOnce = 4;

/**
 * One run of a forecast over all of its series. Only their fingerprints come by here: what they are called, what their
 * values were and what is foreseen goes from the activities to where it belongs.
 */
export async function forecast({ forecast: name }: ForecastInput): Promise<ForecastRun> {
  if (!(await isForecastDescribed(name))) return ended({ kind: 'gone' });
  const madeAtMs = workflowInfo().startTime.getTime();
  const shards = await listSeries.executeWithOptions({ summary: 'what there is' }, [{ forecast: name, madeAtMs }]);
  const series = shards.flat().length;

  let counts: ForecastCounts = noCounts;
  const forecastOne = async (keys: Shard, nth: number): Promise<void> => {
    const summary = `part ${nth + 1} of ${shards.length}`;
    const further = await forecastShard.executeWithOptions({ summary }, [{ forecast: name, madeAtMs, keys }]);
    counts = addCounts(counts, further);
    setCurrentDetails(runInWords({ kind: 'done', series, counts }));
  };
  await someAtOnce(shards, forecastOne);
  return ended({ kind: 'done', series, counts });
}

function ended(run: ForecastRun): ForecastRun {
  setCurrentDetails(runInWords(run));
  if (run.kind === 'gone') log.warn('there is no such forecast any more, and nothing was forecast');
  return run;
}

/** Does all shards, a few at a time. What fails ends one of the lanes, and the run once the others are through. */
async function someAtOnce(shards: readonly Shard[], work: (shard: Shard, nth: number) => Promise<void>): Promise<void> {
  const waiting = shards.entries();
  const lane = async (): Promise<void> => {
    for (const [nth, shard] of waiting) await work(shard, nth);
  };
  const lanes = await Promise.allSettled(Array.from({ length: shardsAtOnce }, lane));
  for (const each of lanes) if (each.status === 'rejected') throw each.reason;
}
