import type { History } from '../forecaster.ts';
import { ForecastRefusedError } from '../refused.ts';

/** What a network sees of a series at one moment, and how far it looks ahead at once. */
export interface Layout {
  /** It reads so many values, and expects as many: a season, where there is one of a fitting length. */
  readonly block: number;
  /** How far back the like of a value lies, in steps; at least a block each, so that all of them are known. */
  readonly lags: readonly number[];
  /** The names of the explaining columns. */
  readonly columns: readonly string[];
}

const shortestBlock = 12;
const longestBlock = 48;
/** So many blocks to learn from, beside those that say when it has learned enough. */
const leastBlocks = 3;

/**
 * The layout for a history. The longest seasons are left out where it has too few examples of them.
 *
 * @throws ForecastRefusedError where nothing could be learned.
 */
export function layoutFor({ values, seasons, columns }: History): Layout {
  const [season = shortestBlock] = seasons;
  const block = Math.min(longestBlock, season * Math.ceil(shortestBlock / season));
  const lags = [...new Set(seasons.map((length) => length * Math.ceil(block / length)))];
  const needed = (lag: number): number => lag + block * (leastBlocks + 3);
  const known = lags.filter((lag) => needed(lag) <= values.length);
  if (values.length < needed(block)) {
    throw new ForecastRefusedError(
      'too-few-values',
      `A neural network needs at least ${needed(block)} values here; there are ${values.length}.`,
    );
  }
  return { block, lags: known, columns: columns.map(({ name }) => name) };
}

/** The moments of a history at which everything that is seen is known: each is the index of the first value ahead. */
export function firstMoment({ block, lags }: Layout): number {
  return Math.max(block, ...lags);
}

/** How many numbers are seen of each step. */
export function featuresOf({ lags, columns }: Layout): number {
  return 1 + lags.length + 2 * columns.length;
}
