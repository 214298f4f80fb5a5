import pLimit from 'p-limit';
import type { PrometheusQuery } from '../../../model/forecast/series-query.ts';
import { durationInWords } from '../../../model/text/duration.ts';
import type { PrometheusHistory } from '../../prometheus.ts';
import { PrometheusError } from '../../prometheus.ts';
import { onlySeries } from '../../promql.ts';
import type { Grid } from '../grid.ts';
import { gridWithin, joined, piecesOf } from '../grid.ts';
import type { FoundSeries, SeriesQuestion, SeriesSource } from '../series-source.ts';
import { SeriesError, tooManySeries } from '../series-source.ts';
import { withRates } from './counters.ts';
import { shapeOf } from './query-shape.ts';

/** Requests of one question at the same time. */
const concurrency = 4;
/** Of one request: what the client takes, and what is soon read and soon thrown away. */
const maxMoments = 1_000;
const maxValues = 80_000;
/** A value is at most some 45 bytes long in JSON; labels may be as long as they like, within reason. */
const bytesOfValues = 4 * 1024 * 1024;
const bytesOfLabels = 4 * 1024;
/** What had no value for so long, and for two steps, has stopped. */
const shortestSilenceMs = 30 * 60_000;

type Question = SeriesQuestion<PrometheusQuery>;
type Ask = (piece: Grid, query: string, series: number) => ReturnType<PrometheusHistory['readWindow']>;

/**
 * Series of Prometheus, and of whatever speaks its language. First is counted what still reports, which costs one number;
 * then that is read alone, in pieces, so that the pods of last week are neither paid for nor forecast.
 */
export function prometheusSeries(prometheus: PrometheusHistory): SeriesSource<PrometheusQuery> {
  return {
    async read(question) {
      const { query, signal } = question;
      try {
        return await readAll(prometheus, question);
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof PrometheusError)) throw error;
        const shape = shapeOf(query.query);
        const where = error.outcome === 'refused' && shape.kind === 'unreadable';
        const hint = where ? `; the query is no PromQL from character ${shape.from} on` : '';
        throw new SeriesError(error.outcome, `${error.message}${hint}`);
      }
    },
  };
}

async function readAll(prometheus: PrometheusHistory, question: Question): Promise<FoundSeries> {
  const { query, maxSeries, only = [], signal } = question;
  const grid = gridWithin(question);
  const whole = await withRates(prometheus, query, { stepMs: grid.stepMs, signal });
  const asked = only.length === 0 ? whole : onlySeries(whole, only);
  const ask: Ask = (piece, text, series) =>
    prometheus.readWindow({ ...piece, query: text }, { maxBytes: bytesOfValues + series * bytesOfLabels, signal });

  const silenceMs = Math.max(shortestSilenceMs, 2 * grid.stepMs);
  const reporting = lastWithin(asked, silenceMs, grid);
  const count = await countOf(ask, reporting, grid);
  if (count > maxSeries)
    throw tooManySeries(String(count), maxSeries, 'narrow it by labels, or aggregate with sum or max');
  if (count === 0) {
    const spanMs = grid.toMs - grid.fromMs;
    const past = spanMs > silenceMs ? await countOf(ask, lastWithin(asked, spanMs, grid), grid) : 0;
    if (past === 0) return { series: [], isPartial: false, notes: [] };
    throw new SeriesError('stale', `the query has had no value for the last ${durationInWords(silenceMs)}`);
  }

  const pieces = piecesOf(grid, Math.min(maxMoments, maxValues / count));
  const text = `(${asked}\n) and ${reporting}`;
  const limit = pLimit(concurrency);
  const answers = await limit.map(pieces, (piece) => ask(piece, text, count)).finally(() => limit.clearQueue());
  return {
    series: joined(
      grid,
      query.unit,
      answers.flatMap(({ series }) => series),
    ),
    isPartial: answers.some(({ isPartial }) => isPartial),
    notes: [...new Set(answers.flatMap(({ warnings }) => warnings))].slice(0, 5),
  };
}

/** The last values within a time before the end of the grid, on the moments of the grid, whichever moment is asked for. */
function lastWithin(query: string, spanMs: number, { toMs, stepMs }: Grid): string {
  // What the query ends in may be a comment.
  return `last_over_time((${query}\n)[${spanMs}ms:${stepMs}ms] @ ${toMs / 1_000})`;
}

async function countOf(ask: Ask, query: string, grid: Grid): Promise<number> {
  const { series, isPartial } = await ask({ ...grid, fromMs: grid.toMs }, `count(${query})`, 1);
  const count = series[0]?.samples[0]?.value ?? 0;
  if (count === 0 && isPartial) throw new SeriesError('unavailable', 'parts of Prometheus do not answer');
  return count;
}
