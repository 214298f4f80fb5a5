import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Elasticsearch } from '../../clients/elasticsearch/connection.ts';
import { connectElasticsearch } from '../../clients/elasticsearch/connection.ts';
import { elasticsearchSeries } from '../../clients/series/elasticsearch-series.ts';
import type { FoundSeries, SeriesQuestion } from '../../clients/series/series-source.ts';
import type { ElasticsearchMeasure, ElasticsearchQuery } from '../../model/forecast/series-query.ts';
import { aDefinition, useElasticsearch } from '../support/logs/elasticsearch.ts';

const hour = 3_600_000;
const stepMs = hour;
const now = Math.floor(Date.now() / stepMs) * stepMs;
const begin = now - 21 * 24 * hour;
const count = 6_000;

const node = useElasticsearch();
let elasticsearch: Elasticsearch;
let index: string;

/** Three weeks of requests, the same each time; a quiet time of five hours, and one service that comes later. */
const documents = Array.from({ length: count }, (_, nth) => {
  const at = begin + Math.floor(((nth + 0.5) / count) * (now - begin));
  const service = nth % 7 === 0 && nth > count / 2 ? 'late' : ['web', 'shop'][nth % 2];
  const ms = ((nth * 7_919) % 1_000) + 1;
  return { '@timestamp': at, service, ms, ok: nth % 5 > 0, text: 'a line' };
}).filter(({ '@timestamp': at }) => at < now - 50 * hour || at >= now - 45 * hour);

const mappings = {
  properties: {
    '@timestamp': { type: 'date' },
    service: { type: 'keyword' },
    ms: { type: 'integer' },
    ok: { type: 'boolean' },
    text: { type: 'text' },
  },
};

beforeAll(async () => {
  index = await node.index(documents, mappings);
  elasticsearch = connectElasticsearch(aDefinition({ nodes: [node.url] }));
});

afterAll(() => elasticsearch.close());

function read(
  change: Partial<ElasticsearchQuery> = {},
  span: Partial<SeriesQuestion<ElasticsearchQuery>> = {},
): Promise<FoundSeries> {
  const query: ElasticsearchQuery = {
    kind: 'elasticsearch',
    index,
    query: null,
    timeField: '@timestamp',
    measure: { kind: 'count' },
    splitBy: null,
    unit: null,
    ...change,
  };
  const source = elasticsearchSeries(elasticsearch, { timeoutMs: 20_000 });
  return source.read({ query, fromMs: begin + stepMs, toMs: now, stepMs, maxSeries: 10, ...span });
}

type Document = (typeof documents)[number];

/** What each step should have, worked out here. */
function expected(measured: (found: readonly Document[]) => number | null, isWanted: (one: Document) => boolean) {
  const wanted = documents.filter(isWanted);
  const steps = Map.groupBy(wanted, ({ '@timestamp': at }) => Math.floor(at / stepMs) * stepMs + stepMs);
  const first = Math.min(...steps.keys());
  const values = Array.from({ length: (now - first) / stepMs + 1 }, (_, nth) =>
    measured(steps.get(first + nth * stepMs) ?? []),
  );
  return { startMs: first, stepMs, values };
}

const all = (): boolean => true;
const sum = (found: readonly Document[]): number => found.reduce((total, { ms }) => total + ms, 0);
const orGap = (measured: (found: readonly Document[]) => number) => (found: readonly Document[]) =>
  found.length === 0 ? null : measured(found);

describe('a histogram of documents', () => {
  it.each<[what: string, measure: ElasticsearchMeasure, measured: (found: readonly Document[]) => number | null]>([
    ['their count', { kind: 'count' }, (found) => found.length],
    ['the sum of a field', { kind: 'sum', field: 'ms' }, sum],
    ['its mean', { kind: 'avg', field: 'ms' }, orGap((found) => sum(found) / found.length)],
    ['its largest', { kind: 'max', field: 'ms' }, orGap((found) => Math.max(...found.map(({ ms }) => ms)))],
    ['its least', { kind: 'min', field: 'ms' }, orGap((found) => Math.min(...found.map(({ ms }) => ms)))],
    [
      'a percentile of it',
      { kind: 'percentile', field: 'ms', percent: 100 },
      orGap((found) => Math.max(...found.map(({ ms }) => ms))),
    ],
  ])('has %s for each step, and what no document is', async (_what, measure, measured) => {
    const found = await read({ measure, unit: 'ms' });

    const { values, ...rest } = expected(measured, all);
    expect(found).toMatchObject({ isPartial: false, notes: [], series: [{ labels: {}, unit: 'ms', ...rest }] });
    expect(found.series[0]?.values.map((value) => value && Number(value.toFixed(6)))).toEqual(
      values.map((value) => value && Number(value.toFixed(6))),
    );
    expect(values.filter((value) => value === null || value === 0)).toHaveLength(5);
  });

  it('is split by a field, each from its first document on', async () => {
    const { series } = await read({ splitBy: 'service' });

    expect(series).toHaveLength(3);
    for (const { labels, ...rest } of series) {
      const own = expected(
        (found) => found.length,
        ({ service }) => service === labels['service'],
      );
      expect(rest).toEqual({ unit: null, ...own });
    }
  });

  it('is split by what is true', async () => {
    const { series } = await read({ splitBy: 'ok' });

    expect(series.map(({ labels }) => labels)).toEqual([{ ok: 'true' }, { ok: 'false' }]);
  });

  it('is the same in pieces, down to steps of a minute', async () => {
    const { series } = await read({ splitBy: 'service' }, { stepMs: 60_000, fromMs: begin });

    const counted = series.flatMap(({ values }) => values).reduce((total: number, value) => total + (value ?? 0), 0);
    expect(series.map(({ values }) => values.length).every((length) => length > 10_000)).toBe(true);
    expect(counted).toBe(documents.length);
  });

  it('is of what a query string finds', async () => {
    const { series } = await read({ query: 'service:we* AND ms:[1 TO 500]' });

    const own = expected(
      (found) => found.length,
      ({ service, ms }) => service === 'web' && ms <= 500,
    );
    expect(series[0]).toMatchObject(own);
  });

  it('of nothing is nothing', async () => {
    expect((await read({ query: 'service:nobody' })).series).toEqual([]);
    expect((await read({ query: 'service:nobody', splitBy: 'service' })).series).toEqual([]);
  });
});

it.each<[what: string, change: Partial<ElasticsearchQuery>, span: object, error: object]>([
  [
    'an index that is not there',
    { index: 'nothing-here' },
    {},
    { kind: 'refused', message: 'no index is called nothing-here' },
  ],
  [
    'a time that no document has',
    { timeField: 'when' },
    {},
    { kind: 'refused', message: expect.stringContaining('has a time in when') },
  ],
  ['a mean of words', { measure: { kind: 'avg', field: 'service' } }, {}, { kind: 'refused' }],
  ['a query string that is none', { query: 'service:(' }, {}, { kind: 'refused' }],
  ['a split by texts', { splitBy: 'text' }, {}, { kind: 'refused' }],
  [
    'more series than allowed',
    { splitBy: 'ms' },
    {},
    { kind: 'too-many-series', message: expect.stringContaining('more than 10 series') },
  ],
  [
    'a time after the last document',
    {},
    { toMs: now + 5 * hour },
    { kind: 'stale', message: expect.stringContaining('for the last 5 h') },
  ],
])('refuses %s', async (_what, change, span, error) => {
  await expect(read(change, span)).rejects.toMatchObject({ name: 'SeriesError', ...error });
});

it('says that parts of the indices do not answer', async () => {
  const lost = await node.index([], mappings, { 'index.routing.allocation.require.nobody': 'here' });

  const found = await read({ index: `${index},${lost}` });

  expect(found).toMatchObject({ isPartial: true, notes: ['parts of the indices did not answer'] });
});

it('gives up when it is told to', async () => {
  const signal = AbortSignal.abort(new Error('not wanted any more'));

  await expect(read({}, { signal })).rejects.toThrow('not wanted any more');
});

it('is unavailable when the node is killed', async () => {
  await node.kill();

  const source = elasticsearchSeries(elasticsearch, { timeoutMs: 2_000 });
  const query = {
    kind: 'elasticsearch',
    index,
    query: null,
    timeField: '@timestamp',
    splitBy: null,
    unit: null,
  } as const;
  const reading = source.read({
    query: { ...query, measure: { kind: 'count' } },
    fromMs: begin,
    toMs: now,
    stepMs,
    maxSeries: 1,
  });

  await expect(reading).rejects.toMatchObject({ name: 'SeriesError', kind: 'unavailable' });
});
