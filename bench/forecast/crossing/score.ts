import { median } from '../../statistics.ts';
import type { MadeHistory } from '../histories/make-histories.ts';
import type { Foreseen, Method } from './method.ts';

/** What a method said of a history. */
export interface Said {
  readonly history: MadeHistory;
  readonly foreseen: Foreseen;
}

/** How often a method was right; shares from 0 to 1. */
interface Score {
  readonly precision: number;
  readonly recall: number;
  /** The median of how far the time was off, in parts of the lead, where a crossing was foreseen and came. */
  readonly timeError: number;
}

/** From this probability on, a crossing counts as foreseen. */
const foreseenFrom = 0.5;
/** Probabilities are compared with what happened in so many groups. */
const groups = 5;

/** Asks a method about every history, one after the other. */
export async function askAll({ foresee }: Method, histories: readonly MadeHistory[]): Promise<readonly Said[]> {
  const said: Said[] = [];
  for (const history of histories) said.push({ history, foreseen: await foresee(history) });
  return said;
}

/** Counts. */
export function scoreOf(all: readonly Said[]): Score {
  const foreseen = all.filter((said) => said.foreseen.probability >= foreseenFrom);
  const real = all.filter(({ history }) => history.crossesAtMs !== null);
  const hits = foreseen.filter(({ history }) => history.crossesAtMs !== null);
  return {
    precision: hits.length / foreseen.length,
    recall: hits.length / real.length,
    timeError: median(hits.map(errorOf)),
  };
}

/** Of histories that were given about the same probability, how many there were, what was said on average, and what came. */
export function calibrationOf(all: readonly Said[]) {
  const grouped = Map.groupBy(all, ({ foreseen }) => Math.min(groups - 1, Math.floor(foreseen.probability * groups)));
  return [...grouped]
    .toSorted(([a], [b]) => a - b)
    .map(([group, members]) => ({
      from: group / groups,
      to: (group + 1) / groups,
      count: members.length,
      said: members.reduce((sum, { foreseen }) => sum + foreseen.probability, 0) / members.length,
      came: members.filter(({ history }) => history.crossesAtMs !== null).length / members.length,
    }));
}

function errorOf({ history: { series, crossesAtMs }, foreseen: { atMs } }: Said): number {
  const nowMs = series.startMs + (series.values.length - 1) * series.stepMs;
  const reachedMs = crossesAtMs ?? Number.NaN;
  return Math.abs((atMs ?? Number.NaN) - reachedMs) / (reachedMs - nowMs);
}
