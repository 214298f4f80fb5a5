import type { Labels } from '../../model/alert/alert.ts';
import type { ElasticsearchMeasure, ElasticsearchQuery } from '../../model/forecast/series-query.ts';
import type { Sample } from '../../model/forecast/sample.ts';
import { durationInWords } from '../../model/text/duration.ts';
import type { Elasticsearch } from '../elasticsearch/connection.ts';
import { ElasticsearchFailure } from '../elasticsearch/failure.ts';
import { isPartial, searchOnce } from '../elasticsearch/logs/search-once.ts';
import { partsOf } from '../json-parts.ts';
import type { Grid } from './grid.ts';
import { gridWithin, joined, piecesOf } from './grid.ts';
import type { FoundSeries, SeriesQuestion, SeriesSource } from './series-source.ts';
import { SeriesError, tooManySeries } from './series-source.ts';

/** Of one request; Elasticsearch itself refuses more than 65,536. */
const maxBuckets = 20_000;
/** An index without a document for so long, and for two steps, has stopped. */
const shortestSilenceMs = 30 * 60_000;

type Question = SeriesQuestion<ElasticsearchQuery>;
type Answer = Awaited<ReturnType<typeof searchOnce>>;
type Search = (fromMs: number, toMs: number, request: Readonly<Record<string, unknown>>) => Promise<Answer>;

/** The samples of one series, or of a part of its time. */
interface Part {
  readonly labels: Labels;
  readonly samples: readonly Sample[];
}

/**
 * Series worked out from documents. The value of a moment is that of the step before it, so that it holds nothing that
 * was still to come. A count or a sum of nothing is 0, from the first document of its series on; anything else is a gap.
 *
 * @param timeoutMs for one request of several.
 */
export function elasticsearchSeries(
  elasticsearch: Elasticsearch,
  { timeoutMs }: { readonly timeoutMs: number },
): SeriesSource<ElasticsearchQuery> {
  return {
    async read(question) {
      const { query, signal } = question;
      const search: Search = (fromMs, toMs, request) => {
        signal?.throwIfAborted();
        return searchOnce(elasticsearch, Date.now() + timeoutMs, {
          index: query.index,
          ignore_unavailable: true,
          expand_wildcards: 'open',
          size: 0,
          track_total_hits: false,
          query: { bool: { filter: filtersOf(query, fromMs, toMs) } },
          ...request,
        });
      };
      try {
        return await readAll(question, search);
      } catch (error) {
        signal?.throwIfAborted();
        throw error instanceof ElasticsearchFailure ? new SeriesError(error.kind, error.message) : error;
      }
    },
  };
}

async function readAll({ query, maxSeries, ...span }: Question, search: Search): Promise<FoundSeries> {
  const grid = gridWithin(span);
  const survey = await surveyed(query, grid, { maxSeries, search });
  if (survey.names?.length === 0) return { series: [], isPartial: survey.isPartial, notes: notesOf(survey.isPartial) };

  const count = survey.names?.length ?? 1;
  const parts: Part[] = [];
  let partial = survey.isPartial;
  for (const piece of piecesOf(grid, maxBuckets / count)) {
    const answer = await search(piece.fromMs - grid.stepMs, piece.toMs, histogramOf(query, grid.stepMs, survey.names));
    parts.push(...partsIn(answer, query, grid.stepMs));
    partial ||= isPartial(answer);
  }
  const isAmount = query.measure.kind === 'count' || query.measure.kind === 'sum';
  const series = joined(grid, query.unit, parts).map((one) =>
    isAmount ? { ...one, values: one.values.map((value) => value ?? 0) } : one,
  );
  return { series, isPartial: partial, notes: notesOf(partial) };
}

function notesOf(partial: boolean): readonly string[] {
  return partial ? ['parts of the indices did not answer'] : [];
}

/** What there is before anything is read: which series, or null where the documents are not split. */
async function surveyed(
  { index, timeField, splitBy }: ElasticsearchQuery,
  { fromMs, toMs, stepMs }: Grid,
  { maxSeries, search }: { readonly maxSeries: number; readonly search: Search },
): Promise<{ readonly names: readonly string[] | null; readonly isPartial: boolean }> {
  const terms = { terms: { field: splitBy, size: maxSeries + 1, order: { _key: 'asc' } } };
  const answer = await search(fromMs - stepMs, toMs, {
    aggs: {
      all: { global: {}, aggs: { latest: { max: { field: timeField } } } },
      ...(splitBy === null ? {} : { names: terms }),
    },
  });
  if (answer._shards.total === 0) throw new SeriesError('refused', `no index is called ${index}`);
  const { all, names } = partsOf(answer.aggregations);
  const { value: latestMs } = partsOf(partsOf(all)['latest']);
  if (partsOf(all)['doc_count'] !== 0 && typeof latestMs !== 'number')
    throw new SeriesError('refused', `no document of ${index} has a time in ${timeField}`);
  const silenceMs = Math.max(shortestSilenceMs, 2 * stepMs);
  if (typeof latestMs === 'number' && latestMs < toMs - silenceMs) {
    const silence = durationInWords(toMs - latestMs);
    throw new SeriesError('stale', `${index} has had no document for the last ${silence}`);
  }
  const found = splitBy === null ? null : bucketsIn(names).map(keyOf);
  if (found && found.length > maxSeries)
    throw tooManySeries(`more than ${maxSeries}`, maxSeries, 'narrow the query, or split it by another field');
  return { names: found, isPartial: isPartial(answer) };
}

function filtersOf({ query, timeField }: ElasticsearchQuery, fromMs: number, toMs: number): readonly object[] {
  const range = { range: { [timeField]: { gte: fromMs, lt: toMs, format: 'epoch_millis' } } };
  return query === null ? [range] : [range, { query_string: { query, analyze_wildcard: true } }];
}

function histogramOf(
  { timeField, measure, splitBy }: ElasticsearchQuery,
  stepMs: number,
  names: readonly string[] | null,
): Readonly<Record<string, unknown>> {
  const measured = aggregationOf(measure);
  const steps = {
    date_histogram: { field: timeField, fixed_interval: `${stepMs}ms`, min_doc_count: 1 },
    ...(measured ? { aggs: { measured } } : {}),
  };
  if (splitBy === null || names === null) return { aggs: { steps } };
  // Whatever a piece has is among the names of the whole.
  return { aggs: { names: { terms: { field: splitBy, size: names.length }, aggs: { steps } } } };
}

/** Null for a count, which every bucket has. */
function aggregationOf(measure: ElasticsearchMeasure): object | null {
  switch (measure.kind) {
    case 'count':
      return null;
    case 'avg':
    case 'max':
    case 'min':
    case 'sum':
      return { [measure.kind]: { field: measure.field } };
    case 'percentile':
      return { percentiles: { field: measure.field, percents: [measure.percent], keyed: false } };
    default:
      return measure satisfies never;
  }
}

function partsIn({ aggregations }: Answer, { splitBy }: ElasticsearchQuery, stepMs: number): readonly Part[] {
  const { names, steps } = partsOf(aggregations);
  if (splitBy === null) return [{ labels: {}, samples: samplesIn(steps, stepMs) }];
  return bucketsIn(names).map((bucket) => ({
    labels: { [splitBy]: keyOf(bucket) },
    samples: samplesIn(bucket['steps'], stepMs),
  }));
}

function samplesIn(steps: unknown, stepMs: number): readonly Sample[] {
  return bucketsIn(steps).flatMap(({ key, doc_count: count, measured }) => {
    const value = measured === undefined ? count : measuredIn(measured);
    return typeof key === 'number' && typeof value === 'number' ? [{ atMs: key + stepMs, value }] : [];
  });
}

/** Null where no document of the step has the field. */
function measuredIn(measured: unknown): unknown {
  const { value, values } = partsOf(measured);
  return Array.isArray(values) ? partsOf(values[0])['value'] : value;
}

function bucketsIn(aggregation: unknown): readonly Readonly<Record<string, unknown>>[] {
  const { buckets } = partsOf(aggregation);
  return Array.isArray(buckets) ? buckets.map(partsOf) : [];
}

/** Numbers and truths are written as Elasticsearch writes them. */
function keyOf({ key, key_as_string: text }: Readonly<Record<string, unknown>>): string {
  if (typeof text === 'string') return text;
  return typeof key === 'string' || typeof key === 'number' ? String(key) : '';
}
