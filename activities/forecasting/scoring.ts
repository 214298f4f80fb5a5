import type { ComparedValues } from '../../forecasting/scoring/compare-issued.ts';
import { addCompared, compareIssued } from '../../forecasting/scoring/compare-issued.ts';
import { reachedMoments } from '../../forecasting/scoring/reached-moments.ts';
import { fingerprintOf } from '../../model/alert/fingerprint.ts';
import type { Limit } from '../../model/forecast/crossing.ts';
import type { ForecastDefinition } from '../../model/forecast/running/definition.ts';
import { alertLabels } from '../../model/forecast/running/definition.ts';
import type { IssuedForecast } from '../../model/forecast/running/issued.ts';
import type { Scored, ScoredLimit } from '../../model/forecast/scoring/scored.ts';
import type { Series } from '../../model/forecast/series.ts';
import { failure } from '../contracts/failure.ts';
import type { ForecastDependencies } from './dependencies.ts';

/** What is known of a series by what was forecast of it before; plain data that an attempt leaves for the next one. */
export interface SeriesScores {
  readonly values: readonly ComparedValues[];
  readonly limits: readonly ScoredLimit[];
}

export const noScores: SeriesScores = { values: [], limits: [] };

/** A series at its turn, with what earlier runs have forecast of it. */
interface ScoringTurn {
  readonly definition: ForecastDefinition;
  readonly key: string;
  readonly series: Series;
  readonly limits: readonly Limit[];
  readonly issued: readonly IssuedForecast[];
  readonly madeAtMs: number;
  /** In steps. */
  readonly season: number;
}

interface Scoring {
  readonly scores: SeriesScores;
  /** What cannot be compared yet. */
  readonly left: readonly IssuedForecast[];
}

type ScoringDependencies = Pick<ForecastDependencies, 'belongingOf' | 'predictions'>;

/** Measurements may come in so much later than they were made. */
const lateSteps = 2;
/** Runs that may have failed before this one. */
const missedRuns = 4;

/** Holds what was forecast of a series, and what was not, against what has happened since. */
export async function scoreSeries(turn: ScoringTurn, deps: ScoringDependencies): Promise<Scoring> {
  const { definition, series, issued, season } = turn;
  const { compared, left } = compareIssued(issued, series, { horizonMs: definition.horizonMs, season });
  return { scores: { values: compared, limits: await reachedLimits(turn, deps) }, left };
}

/** Both together. */
export function addScores(one: SeriesScores, other: SeriesScores): SeriesScores {
  const byModel = new Map(one.values.map((values) => [values.model, values]));
  for (const values of other.values) {
    const before = byModel.get(values.model);
    byModel.set(values.model, before ? addCompared(before, values) : values);
  }
  return { values: [...byModel.values()], limits: [...one.limits, ...other.limits] };
}

/** What the series of one shard add to the scorebook: told again by another attempt it is the same. */
export function scoredBy({ values, limits }: SeriesScores, madeAtMs: number, firstKey: string): readonly Scored[] {
  const told = { madeAtMs: String(madeAtMs), firstKey };
  return [
    ...limits,
    ...values.map((each): Scored => {
      return { kind: 'values', id: fingerprintOf({ ...told, model: each.model }), atMs: madeAtMs, ...each };
    }),
  ];
}

/** @throws TemporalUnavailable as a failure, which has the next attempt tell it again. */
export async function tellScores(
  { scorebooks }: Pick<ForecastDependencies, 'scorebooks'>,
  forecast: string,
  scored: readonly Scored[],
): Promise<void> {
  try {
    await scorebooks.tell(forecast, scored);
  } catch {
    throw failure('TemporalUnavailable', 'how good a forecast was could not be told');
  }
}

/** Limits that were reached since the last run, each with whether a prediction was raised in time. */
async function reachedLimits(turn: ScoringTurn, deps: ScoringDependencies): Promise<readonly ScoredLimit[]> {
  const { definition, key, series, limits, issued, madeAtMs } = turn;
  const { terms, stepMs, everyMs } = definition;
  const lastRunMs = Math.max(...issued.map((each) => each.madeAtMs), madeAtMs - missedRuns * everyMs);
  const times = { sinceMs: lastRunMs - lateSteps * stepMs, calmMs: Math.max(stepMs, terms.leastLeadMs) };
  const scored: ScoredLimit[] = [];
  for (const limit of limits) {
    for (const atMs of reachedMoments(series, limit, times)) {
      const inTimeMs = atMs - terms.leastLeadMs;
      // Whose it was to foresee; where nothing was forecast in time nobody is to blame.
      const model = issued.findLast((each) => each.madeAtMs <= inTimeMs)?.model;
      const { incident } = deps.belongingOf(alertLabels(series.labels, terms));
      if (model === undefined || incident === null) continue;
      const cause = causeOf(limit, key);
      const claim = await claimOf(deps, definition.name, incident, cause);
      const foreseen = claim !== undefined && claim.raisedAtMs <= inTimeMs && atMs <= claim.untilMs;
      scored.push({ kind: 'limit', id: fingerprintOf({ key, cause, atMs: String(atMs) }), model, atMs, foreseen });
    }
  }
  return scored;
}

/** What tells limits of one series apart. A limit may change from run to run, where a query says it: it stays the same cause. */
export function causeOf({ direction }: Limit, key: string): string {
  return `${direction}-${key}`;
}

async function claimOf({ predictions }: ScoringDependencies, forecast: string, incident: string, cause: string) {
  try {
    return await predictions.claim(forecast, incident, cause);
  } catch {
    throw failure('TemporalUnavailable', 'a prediction could not be asked since when it is raised');
  }
}
