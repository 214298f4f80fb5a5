import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrometheusClient } from '../../clients/prometheus.ts';
import { prometheusSeries } from '../../clients/series/prometheus/prometheus-series.ts';
import type { SeriesQuestion } from '../../clients/series/series-source.ts';
import type { PrometheusQuery } from '../../model/forecast/series-query.ts';
import type { Series } from '../../model/forecast/series.ts';
import { prometheus } from '../../stack/components/prometheus.ts';
import type { RunningPrometheus } from '../../stack/components/prometheus.ts';
import type { PastSeries } from '../../stack/prometheus/openmetrics.ts';
import { startPrometheusWithHistory } from '../../stack/prometheus/with-history.ts';
import { aClosedPort } from '../support/http/http-stub.ts';
import { progress } from '../support/scene.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const stepMs = 15 * minute;
const now = Math.floor(Date.now() / stepMs) * stepMs;
const begin = now - 21 * day;

let folder: string;
let running: RunningPrometheus;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightshift-series-'));
  running = await startPrometheusWithHistory({ series: history(), dataDir: join(folder, 'whole'), progress });
});

afterAll(async () => {
  await prometheus.stop(running);
  await rm(folder, { recursive: true, force: true });
});

const used = (atMs: number): number => 1e9 + (atMs - begin) / 1_000;
/** Two a second, from 0 again every 30 hours. */
const requests = (atMs: number): number => 2 * (((atMs - begin) % (30 * hour)) / 1_000);

function* samples(valueAt: (atMs: number) => number, fromMs: number, toMs: number) {
  for (let atMs = fromMs; atMs <= toMs; atMs += minute) yield { atMs, value: valueAt(atMs) };
}

/** Three weeks of every kind of trouble, a sample a minute. */
function* history(): Generator<PastSeries> {
  yield { name: 'used_bytes', labels: { device: 'whole' }, samples: samples(used, begin, now) };
  yield {
    name: 'used_bytes',
    labels: { device: 'gap' },
    samples: [...samples(used, begin, now - 100 * hour), ...samples(used, now - 90 * hour, now)],
  };
  yield { name: 'used_bytes', labels: { device: 'young' }, samples: samples(used, now - 30 * hour, now) };
  yield { name: 'used_bytes', labels: { device: 'stopped' }, samples: samples(used, begin, now - 2 * day) };
  yield { name: 'requests_total', labels: { job: 'web' }, samples: samples(requests, begin, now) };
  yield { name: 'odd', labels: {}, samples: samples((at) => oddities[(at / stepMs) % 4] ?? 0, now - day, now) };
  for (let nth = 0; nth < 10_000; nth++) {
    yield { name: 'crowd', labels: { member: String(nth) }, samples: samples(() => nth, now - minute, now) };
  }
}

const oddities = [Number.NaN, Infinity, 1e308, -Infinity];

function asked(query: string, change: Partial<SeriesQuestion<PrometheusQuery>> = {}): SeriesQuestion<PrometheusQuery> {
  const asking: PrometheusQuery = { kind: 'prometheus', query, counters: 'rate', unit: 'bytes' };
  return { query: asking, fromMs: begin, toMs: now, stepMs, maxSeries: 100, ...change };
}

function source(url = running.url) {
  return prometheusSeries(createPrometheusClient({ url, headers: {}, deadlineMs: 20_000 }));
}

async function theOne(query: string): Promise<Series> {
  const { series } = await source().read(asked(query));
  const [one] = series;
  if (!one || series.length > 1) throw new Error(`${series.length} series in place of one`);
  return one;
}

function gridOf(fromMs: number, valueAt: (atMs: number) => number | null): readonly (number | null)[] {
  return Array.from({ length: (now - fromMs) / stepMs + 1 }, (_, nth) => valueAt(fromMs + nth * stepMs));
}

describe('three weeks of Prometheus', () => {
  it('are read value by value, on the grid of whole steps', async () => {
    expect(await theOne('used_bytes{device="whole"}')).toEqual({
      labels: { __name__: 'used_bytes', device: 'whole' },
      unit: 'bytes',
      startMs: begin,
      stepMs,
      values: gridOf(begin, used),
    });
  });

  it('are read in steps of no whole second, too', async () => {
    const { series } = await source().read(asked('used_bytes{device="whole"}', { stepMs: 1_500, fromMs: now - hour }));

    expect(series[0]?.values).toHaveLength(2_401);
  });

  it('have gaps where nothing was scraped', async () => {
    const { values } = await theOne('used_bytes{device="gap"}');

    expect(values).toEqual(gridOf(begin, (at) => (at > now - 100 * hour && at < now - 90 * hour ? null : used(at))));
  });

  it('begin with the first value of a series that is younger', async () => {
    expect(await theOne('used_bytes{device="young"}')).toMatchObject({
      startMs: now - 30 * hour,
      values: gridOf(now - 30 * hour, used),
    });
  });

  it('are, in pieces, what one large question has', async () => {
    const span = { start: String(begin / 1e3), end: String(now / 1e3), step: String(stepMs / 1e3) };
    const query = new URLSearchParams({ query: 'used_bytes', ...span });
    const response = await fetch(`${running.url}/api/v1/query_range?${query.toString()}`);
    const { data } = (await response.json()) as {
      data: { result: { metric: { device: string }; values: [number, string][] }[] };
    };
    const expected = data.result
      .filter(({ metric }) => metric.device !== 'stopped')
      .map(({ metric, values }) => [metric.device, values.map(([at, value]) => [at * 1e3, Number(value)])]);

    const { series } = await source().read(asked('used_bytes', { maxSeries: 3 }));

    const found = series.map(({ labels, startMs, values }) => [
      labels['device'],
      values.flatMap((value, nth) => (value === null ? [] : [[startMs + nth * stepMs, value]])),
    ]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
  });

  it('are told as gaps where a value is no finite number', async () => {
    const { values } = await theOne('odd');

    expect(new Set(values)).toEqual(new Set([null, 1e308]));
  });
});

describe('a counter', () => {
  it('is read as its rate, whatever its resets', async () => {
    const { values, labels } = await theOne('requests_total');

    expect(labels).toEqual({ job: 'web' });
    expect(values.length).toBeGreaterThan(2_000);
    // A reset hides the requests of the minute in which it happens.
    for (const value of values) expect(value).toSatisfy((rate: number) => rate > 2 * (14 / 15) - 0.01 && rate < 2.01);
  });

  it('is read as it is where that is wanted', async () => {
    const raw: PrometheusQuery = { kind: 'prometheus', query: 'requests_total', counters: 'raw', unit: null };

    const { series } = await source().read(asked('', { query: raw }));

    expect(series[0]?.values).toEqual(gridOf(begin, requests));
  });

  it('that stands raw in an expression is refused, with what to write', async () => {
    await expect(source().read(asked('sum(requests_total)'))).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('write rate(requests_total[5m])') as unknown,
    });
  });
});

describe('what has stopped', () => {
  it('is left out beside what goes on', async () => {
    const { series } = await source().read(asked('used_bytes'));

    expect(new Set(series.map(({ labels }) => labels['device']))).toEqual(new Set(['gap', 'whole', 'young']));
  });

  it('is stale where nothing goes on', async () => {
    await expect(source().read(asked('used_bytes{device="stopped"}'))).rejects.toMatchObject({ kind: 'stale' });
  });

  it('is not there where it never was', async () => {
    expect(await source().read(asked('nothing'))).toEqual({ series: [], isPartial: false, notes: [] });
  });
});

describe('a question that asks for too much', () => {
  it('is refused with the number of its series', async () => {
    await expect(source().read(asked('crowd'))).rejects.toMatchObject({
      kind: 'too-many-series',
      message: expect.stringContaining('has 10000 series, and at most 100 are read') as unknown,
    });
  });

  it('is answered in small pieces where it is allowed', async () => {
    const { series } = await source().read(asked('crowd', { maxSeries: 10_000, fromMs: now - 5 * hour }));

    expect(series).toHaveLength(10_000);
  });
});

it.each([
  ['that ends in a comment', 'used_bytes{device="whole"} # of the disk'],
  ['of the kind or', 'used_bytes{device="whole"} or nothing'],
  ['with a moment of its own', `used_bytes{device="whole"} + 0 * used_bytes{device="whole"} @ ${now / 1_000}`],
])('a query %s keeps its meaning', async (_what, query) => {
  expect((await theOne(query)).values).toEqual(gridOf(begin, used));
});

it('a query that is none is refused with the place', async () => {
  await expect(source().read(asked('sum(used_bytes'))).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('no PromQL from character 15 on') as unknown,
  });
});

it('an answer without a part of the store says so', async () => {
  const remote = { url: `http://127.0.0.1:${await aClosedPort()}/read`, read_recent: true };
  const partial = await startPrometheusWithHistory({
    series: [{ name: 'used_bytes', labels: {}, samples: samples(used, now - day, now) }],
    dataDir: join(folder, 'partial'),
    config: { text: JSON.stringify({ remote_read: [remote] }) },
    receivesWrites: true,
  });
  try {
    const found = await source(partial.url).read(asked('used_bytes'));

    expect(found).toMatchObject({ isPartial: true, notes: [expect.stringContaining('remote_read')] });
    expect(found.series[0]?.values).toEqual(gridOf(now - day, used));
    await expect(source(partial.url).read(asked('nothing'))).rejects.toMatchObject({ kind: 'unavailable' });
    expect((await fetch(`${partial.url}/api/v1/write`, { method: 'POST' })).status).toBe(400);
  } finally {
    await prometheus.stop(partial);
  }
});

it('a past is followed by what is scraped, in one series', async () => {
  const { host } = new URL(running.url);
  const scraped = { job_name: 'other', scrape_interval: '1s', static_configs: [{ targets: [host] }] };
  const labels = { job: 'other', instance: host };
  const live = await startPrometheusWithHistory({
    series: [{ name: 'up', labels, samples: samples(() => 7, begin, now - 15 * minute) }],
    dataDir: join(folder, 'live'),
    config: { text: JSON.stringify({ scrape_configs: [scraped] }) },
  });
  try {
    const client = createPrometheusClient({ url: live.url, headers: {}, deadlineMs: 20_000 });
    const valuesUpTo = async (toMs: number) => {
      const found = await client.readRange({ query: 'up', fromMs: toMs - 2 * hour, toMs, stepMs: hour });
      return found.map((series) => ({ labels: series.labels, values: series.samples.map(({ value }) => value) }));
    };

    await expect
      .poll(() => valuesUpTo(Date.now()), { timeout: 20_000 })
      .toEqual([{ labels: { __name__: 'up', ...labels }, values: [7, 7, 1] }]);
  } finally {
    await prometheus.stop(live);
  }
});

it('a read is given up when that is wanted', async () => {
  const signal = AbortSignal.abort(new Error('not wanted any more'));

  await expect(source().read(asked('used_bytes', { signal }))).rejects.toThrow('not wanted any more');
});

it('a Prometheus that is killed is unavailable', async () => {
  const before = await source().read(asked('used_bytes'));
  running.kill('SIGKILL');
  await running.exited;

  const after = source().read(asked('used_bytes'));

  expect(before.series).toHaveLength(3);
  await expect(after).rejects.toMatchObject({ name: 'SeriesError', kind: 'unavailable' });
});
