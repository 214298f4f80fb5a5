import { activityInfo, cancellationSignal } from '@temporalio/activity';
import type { ForecastDefinition } from '../../model/forecast/running/definition.ts';
import type { ForecastCounts } from '../../model/forecast/running/forecast-run.ts';
import { addCounts, noCounts } from '../../model/forecast/running/forecast-run.ts';
import type { RefusalReason } from '../../model/forecast/forecast.ts';
import { canonicalJson } from '../../model/text/canonical-json.ts';
import { failure } from '../contracts/failure.ts';
import { leaveProgress } from '../contracts/progress.ts';
import type { ForecastDependencies } from './dependencies.ts';
import { readModelInEffect } from './model-in-effect.ts';
import { createSeriesForecast } from './one-series.ts';
import { SeriesReader, keyOf, timesOf } from './reading.ts';
import type { SeriesScores } from './scoring.ts';
import { addScores, noScores, scoredBy, tellScores } from './scoring.ts';
import { surroundingsOf } from './surroundings.ts';

/** Series of one activity: few enough that a crash costs little, enough that they are read together. */
const shardSize = 50;

/** One run of one forecast; its time is the same for all attempts, so that what is told twice is told as one. */
interface RunQuestion {
  readonly forecast: string;
  readonly madeAtMs: number;
}

interface ShardQuestion extends RunQuestion {
  /** The fingerprints of the series. */
  readonly keys: readonly string[];
}

/** What an attempt leaves for the next one. */
interface Progress {
  /** How many keys are done, from the first on. */
  readonly done: number;
  readonly counts: ForecastCounts;
  readonly scores: SeriesScores;
}

const nothingDone: Progress = { done: 0, counts: noCounts, scores: noScores };

/** The activities of the workflow `forecast`. */
export function createForecastActivities(deps: ForecastDependencies) {
  const reader = new SeriesReader(deps.seriesSource);
  const forecastSeries = createSeriesForecast(deps);
  const find = (name: string): ForecastDefinition | undefined => deps.forecasts.find((each) => each.name === name);
  const definitionOf = (name: string): ForecastDefinition => {
    const definition = find(name);
    if (!definition) throw failure('UnknownForecast', 'the configuration of this worker has no such forecast');
    return definition;
  };

  return {
    /** Whether the configuration has this forecast. */
    isForecastDescribed: async (name: string): Promise<boolean> => find(name) !== undefined,

    /** The series that there are now, by their fingerprints alone, in parts that are forecast together. */
    async listSeries({ forecast, madeAtMs }: RunQuestion): Promise<readonly (readonly string[])[]> {
      const definition = definitionOf(forecast);
      await sayInEffect(deps, definition, madeAtMs);
      const series = await reader.recent(definition.source, definition, madeAtMs);
      // What has equal labels lies together, and is read together.
      const keys = new Map(series.map((each) => [canonicalJson(each.labels), keyOf(each)]));
      const inOrder = [...keys].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, key]) => key);
      await deps.forecastStore.removeOld();
      return partsOf([...new Set(inOrder)], shardSize);
    },

    /**
     * Forecasts some series, one after the other, and tells what is foreseen. After a crash the next attempt goes on
     * behind the last one that is done.
     */
    async forecastShard({ forecast, madeAtMs, keys }: ShardQuestion): Promise<ForecastCounts> {
      const configured = definitionOf(forecast);
      let { done, counts, scores } = { ...nothingDone, ...(activityInfo().heartbeatDetails as Progress | undefined) };
      const left = new Set(keys.slice(done));
      // Told again where an attempt was lost just after it: it counts once.
      const tell = () => tellScores(deps, forecast, scoredBy(scores, madeAtMs, keys[0] ?? ''));
      if (left.size === 0) {
        await tell();
        return counts;
      }
      const { model, because } = await readModelInEffect(deps, configured, madeAtMs);
      const definition = { ...configured, model };
      const standIn = model === configured.model ? null : because;

      const times = timesOf(definition, madeAtMs);
      const recent = await reader.recent(definition.source, definition, madeAtMs);
      const only = recent.filter((each) => left.has(keyOf(each))).map(({ labels }) => labels);
      const past = only.length > 0 ? await reader.pastOf(definition.source, definition, times, only) : [];
      const byKey = new Map(past.map((series) => [keyOf(series), series]));
      const surroundings = await surroundingsOf(definition, madeAtMs, times, { ...deps, reader });

      const before = counts;
      for (const key of left) {
        cancellationSignal().throwIfAborted();
        const series = byKey.get(key);
        const told = series
          ? await forecastSeries({ definition, standIn, key, series, madeAtMs, around: surroundings(series.labels) })
          : { counts: refusal(deps, definition, 'stale'), scores: noScores };
        counts = addCounts(counts, told.counts);
        scores = addScores(scores, told.scores);
        done += 1;
        leaveProgress({ done, counts, scores } satisfies Progress);
      }
      await tell();
      sayRefused(deps, definition, before, counts);
      return counts;
    },
  };
}

/** Once a run: whoever relies on a forecast has to know that another model makes it. */
async function sayInEffect(
  deps: ForecastDependencies,
  definition: ForecastDefinition,
  madeAtMs: number,
): Promise<void> {
  const { model, because } = await readModelInEffect(deps, definition, madeAtMs);
  if (because === null) return;
  const about = { forecast: definition.name, configured: definition.model, model, because };
  deps.log.warn(about, 'the configured forecaster is demoted');
}

/** A series that vanished between the list and its turn. */
function refusal(
  { forecastMetrics }: ForecastDependencies,
  { name }: ForecastDefinition,
  reason: RefusalReason,
): ForecastCounts {
  forecastMetrics.refused(name, reason);
  return { ...noCounts, refused: { [reason]: 1 } };
}

/** One line for all of them: thousands would bury the rest of the log. */
function sayRefused(
  { log }: ForecastDependencies,
  { name }: ForecastDefinition,
  before: ForecastCounts,
  { refused }: ForecastCounts,
): void {
  if (JSON.stringify(refused) === JSON.stringify(before.refused)) return;
  log.warn({ forecast: name, refused }, 'series were refused a forecast');
}

function partsOf<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, nth) => items.slice(nth * size, (nth + 1) * size));
}
