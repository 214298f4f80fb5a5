import type { Labels } from '../../model/alert/alert.ts';
import type { Series } from '../../model/forecast/series.ts';

/** Which series are wanted. The grid is that of whole steps since 1970, so that questions share it. */
export interface SeriesQuestion<Query> {
  readonly query: Query;
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  /** With more series than this nothing is read. */
  readonly maxSeries: number;
  /** Only series with one of these label sets are wanted: a source may leave out all others, and need not. */
  readonly only?: readonly Labels[];
  readonly signal?: AbortSignal;
}

/** What a source had. */
export interface FoundSeries {
  /** Each begins with its first value and ends at the end of the question, in gaps where it has stopped. */
  readonly series: readonly Series[];
  /** Whether parts of the source did not answer: a series may be missing then, or have gaps that are none. */
  readonly isPartial: boolean;
  /** What people have to know of it: masked and short. */
  readonly notes: readonly string[];
}

/** A place in which measurements are kept. */
export interface SeriesSource<Query> {
  /**
   * Reads whole histories. Series that have stopped some time ago are left out; where all have, that is `stale`.
   *
   * @throws SeriesError
   * @throws the signal's reason when it is aborted.
   */
  read(question: SeriesQuestion<Query>): Promise<FoundSeries>;
}

/**
 * Why there are no series: `unavailable` may pass, all others hold until the query or the source changes. The message
 * is for people, and has neither a secret nor an address.
 */
export class SeriesError extends Error {
  override readonly name = 'SeriesError';
  readonly kind: 'unavailable' | 'refused' | 'too-many-series' | 'stale';

  constructor(kind: SeriesError['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** That a query means more than it should, and what to do about it. */
export function tooManySeries(count: string, maxSeries: number, narrowing: string): SeriesError {
  return new SeriesError(
    'too-many-series',
    `the query has ${count} series, and at most ${maxSeries} are read: ${narrowing}`,
  );
}
