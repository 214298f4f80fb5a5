import { cancellationSignal } from '@temporalio/activity';
import type { SeriesQuestion, SeriesSource } from '../../clients/series/series-source.ts';
import { SeriesError } from '../../clients/series/series-source.ts';
import type { Labels } from '../../model/alert/alert.ts';
import { fingerprintOf } from '../../model/alert/fingerprint.ts';
import type { ForecastDefinition } from '../../model/forecast/running/definition.ts';
import type { SeriesQuery } from '../../model/forecast/series-query.ts';
import type { Series } from '../../model/forecast/series.ts';
import { failure } from '../contracts/failure.ts';

/** The times of one run: all of its attempts and shards see the same. */
export interface RunTimes {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

/** A series that was silent for longer is not there any more. */
const recentSteps = 3;
/** Answers that are remembered: a run needs a few, and several may be under way. Each may be some megabytes. */
const maxRemembered = 12;

/** The grid of a run: it ends with the last whole step. */
export function timesOf({ historyMs, stepMs }: ForecastDefinition, madeAtMs: number): RunTimes {
  const toMs = Math.floor(madeAtMs / stepMs) * stepMs;
  return { fromMs: toMs - Math.floor(historyMs / stepMs) * stepMs, toMs, stepMs };
}

/** Reads what forecasts ask for. What every shard of a run wants to know is asked once. */
export class SeriesReader {
  private readonly source: SeriesSource<SeriesQuery>;
  private readonly remembered = new Map<string, Promise<readonly Series[]>>();

  constructor(source: SeriesSource<SeriesQuery>) {
    this.source = source;
  }

  /** What a query had in the last moments. */
  recent(query: SeriesQuery, definition: ForecastDefinition, madeAtMs: number): Promise<readonly Series[]> {
    const { toMs, stepMs } = timesOf(definition, madeAtMs);
    const times = { fromMs: toMs - recentSteps * stepMs, toMs, stepMs };
    return this.askOnce({ query, ...times, maxSeries: definition.maxSeries }, madeAtMs);
  }

  /** The past of a query, which all series of a run share. */
  past(query: SeriesQuery, definition: ForecastDefinition, times: RunTimes): Promise<readonly Series[]> {
    return this.askOnce({ query, ...times, maxSeries: definition.maxSeries }, times.toMs);
  }

  /** The past of some series. */
  pastOf(
    query: SeriesQuery,
    definition: ForecastDefinition,
    times: RunTimes,
    only: readonly Labels[],
  ): Promise<readonly Series[]> {
    return this.ask({ query, maxSeries: definition.maxSeries, ...times, only, signal: cancellationSignal() });
  }

  private askOnce(question: SeriesQuestion<SeriesQuery>, runMs: number): Promise<readonly Series[]> {
    const key = JSON.stringify([question, runMs]);
    const known = this.remembered.get(key);
    if (known) return known;
    // Several wait for it: it does not end with the one that came first.
    const asked = this.ask(question);
    this.remembered.set(key, asked);
    for (const oldest of [...this.remembered.keys()].slice(0, -maxRemembered)) this.remembered.delete(oldest);
    // Whoever asks next asks anew.
    asked.catch(() => this.remembered.delete(key));
    return asked;
  }

  private async ask(question: SeriesQuestion<SeriesQuery>): Promise<readonly Series[]> {
    const found = await this.source.read(question).catch(throwTyped);
    // What is missing would be taken for gaps, or for series that are gone.
    if (found.isPartial) throw failure('SeriesUnavailable', 'parts of the source did not answer');
    return found.series;
  }
}

/** What a series is told by in histories and files. */
export function keyOf({ labels }: Pick<Series, 'labels'>): string {
  return fingerprintOf(labels);
}

function throwTyped(error: unknown): never {
  if (!(error instanceof SeriesError)) throw error;
  throw failure(error.kind === 'unavailable' ? 'SeriesUnavailable' : 'SeriesRefused', error.message);
}
