import type { estypes } from '@elastic/elasticsearch';
import type { LogIndices } from '../../../model/logs/elasticsearch.ts';
import type { LogLine } from '../../../model/logs/log-line.ts';
import type { FoundLines, LogSearch, ReadShares } from '../../logs/log-store.ts';
import type { Elasticsearch } from '../connection.ts';
import { ElasticsearchFailure, tooLarge } from '../failure.ts';
import { lineOf } from './log-hit.ts';
import { oldestFirst, withView } from './log-pages.ts';
import { severeQuery } from './log-query.ts';
import { anyLine, sampleQuery } from './log-sample.ts';
import type { ResolvedFields, TimeGroup } from './resolved-fields.ts';
import type { Query } from './search-once.ts';
import { isPartial, searchOnce } from './search-once.ts';

/** One part of a search: the indices of a pattern that keep their times in the same field. */
export interface SearchPart {
  readonly indices: LogIndices;
  readonly fields: ResolvedFields;
  readonly group: TimeGroup;
  readonly query: Query;
}

/** How many lines a part has, and how long they are. */
interface Survey {
  readonly total: number;
  readonly severe: number;
  /** Of a line, judged by some of them. */
  readonly averageBytes: number;
  /** All lines and what is to be said of them, where they are few; most questions end here. */
  readonly whole: ReadLines | null;
}

type ReadLines = Required<Pick<FoundLines, 'lines' | 'notes'>>;

/** As many lines come with the first answer. */
const fewLines = 500;
/** Lines by which the length of the others is judged. */
const judgedLines = 100;

/** Looks at a part before it is read. */
export async function surveyPart(
  elasticsearch: Elasticsearch,
  part: SearchPart,
  search: LogSearch,
  until: number,
): Promise<Survey> {
  const severe = severeQuery(part.fields.searchable);
  const request = { index: part.indices.index, ignore_unavailable: true, query: queryOf(part, search) };
  const ask = (size: number) =>
    searchOnce(elasticsearch, until, {
      ...request,
      size,
      track_total_hits: true,
      sort: [oldestFirst(part.group.time)],
      _source: false,
      fields: fieldsToRead(part),
      ...(severe ? { aggs: { severe: { filter: severe } } } : {}),
    });
  const answer = await ask(fewLines).catch((error: unknown) => {
    if (error instanceof ElasticsearchFailure && error.type === tooLarge) return ask(0);
    throw error;
  });
  const { hits, aggregations } = answer;
  const total = typeof hits.total === 'number' ? hits.total : (hits.total?.value ?? 0);
  const counted = aggregations?.['severe'] as estypes.AggregationsFilterAggregate | undefined;
  const survey = { total, severe: counted?.doc_count ?? 0 };
  if (hits.hits.length === total) {
    const lines = hits.hits.flatMap((hit) => lineOf(hit, part.fields.readable, search.subjects) ?? []);
    const isWithin = lines.length <= search.maxLines && sizeOf(lines) <= search.maxBytes;
    const whole = isWithin ? { lines, notes: isPartial(answer) ? [missingParts(part)] : [] } : null;
    return { ...survey, averageBytes: sizeOf(lines) / Math.max(1, lines.length), whole };
  }
  // Even lines of a kilobyte would fit.
  if (total * 1_024 <= search.maxBytes) return { ...survey, averageBytes: 1, whole: null };

  const few = await searchOnce(elasticsearch, until, {
    ...request,
    query: { function_score: { query: request.query, random_score: {}, boost_mode: 'replace' } },
    size: judgedLines,
    _source: false,
    fields: fieldsToRead(part),
  });
  const lines = few.hits.hits.flatMap(
    (hit) => lineOf({ ...hit, sort: [0] }, part.fields.readable, search.subjects) ?? [],
  );
  return { ...survey, averageBytes: Math.max(1, sizeOf(lines) / Math.max(1, lines.length)), whole: null };
}

/** Reads the part's lines that are drawn, oldest first. */
export async function readPart(
  elasticsearch: Elasticsearch,
  part: SearchPart,
  search: LogSearch,
  { shares, until }: { readonly shares: ReadShares; readonly until: number },
): Promise<ReadLines> {
  const { indices, fields, group } = part;
  // Searches for the same window draw the same lines.
  const drawn = sampleQuery(shares, severeQuery(fields.searchable), Math.abs(search.from) % 1_000_000_007);
  const query = drawn === anyLine ? queryOf(part, search) : { bool: { filter: [queryOf(part, search), drawn] } };
  const paged = { index: indices.index, time: group.time, query, fields: fieldsToRead(part), until };
  return withView(elasticsearch, paged, async (view) => {
    const lines: LogLine[] = [];
    let bytes = 0;
    for await (const hits of view.pages(search.maxLines)) {
      const read = hits.flatMap((hit) => lineOf(hit, fields.readable, search.subjects) ?? []);
      const fitting = read.findIndex((line) => (bytes += bytesOf(line)) > search.maxBytes);
      lines.push(...(fitting < 0 ? read : read.slice(0, fitting)));
      if (fitting >= 0) break;
    }
    const notes = [
      ...(view.isPartial() ? [missingParts(part)] : []),
      ...(bytes > search.maxBytes ? ['the lines are longer than expected, so the newest are missing'] : []),
    ];
    return { lines, notes };
  });
}

/** Bytes of what lines say. */
export function sizeOf(lines: readonly LogLine[]): number {
  return lines.reduce((sum, line) => sum + bytesOf(line), 0);
}

function missingParts({ indices }: SearchPart): string {
  return `parts of ${indices.index} did not answer, so lines are missing`;
}

function bytesOf({ message, stack }: LogLine): number {
  return Buffer.byteLength(message) + (stack === null ? 0 : Buffer.byteLength(stack));
}

function queryOf({ group, query }: SearchPart, { from, to }: LogSearch): Query {
  const window = { range: { [group.time]: { gte: from, lt: to, format: 'epoch_millis' } } };
  const own = group.indices === null ? [] : [{ terms: { _index: [...group.indices] } }];
  return { bool: { filter: [window, query, ...own] } };
}

function fieldsToRead({ fields, group }: SearchPart): readonly string[] {
  return [...new Set(Object.values(fields.readable).flat())].filter((name) => name !== group.time);
}
