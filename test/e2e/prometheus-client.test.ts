import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createForecastingActivities } from '../../activities/disks/forecasting.ts';
import type { PrometheusClient } from '../../clients/prometheus.ts';
import { createPrometheusClient } from '../../clients/prometheus.ts';
import { onlySeries, selectorOf } from '../../clients/promql.ts';
import type { RunningPrometheus } from '../../stack/components/prometheus.ts';
import { prometheus } from '../../stack/components/prometheus.ts';
import type { PastSeries } from '../../stack/prometheus/openmetrics.ts';
import { startPrometheusWithHistory } from '../../stack/prometheus/with-history.ts';
import { progress } from '../support/scene.ts';

const minute = 60_000;
const now = Math.floor(Date.now() / minute) * minute;
const past = 8 * 60;

/** Values that would mean something else in PromQL if they were not kept in their quotes. */
const hostile = [
  'a "quoted" value',
  String.raw`back\slash, \n, \U0000000a and \"`,
  'a\nline\r\n\tfeed',
  'Überlast 日本 ☕ 👩‍🚒',
  '.*',
  '{a="b"}',
  '/srv",mountpoint=~".*',
  '"} or {__name__=~".+',
  '`${x}`',
  '\u0001\u007f\u2028\ufffd',
];

let folder: string;
let running: RunningPrometheus;
let client: PrometheusClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightshift-prometheus-'));
  running = await startPrometheusWithHistory({ series: history(), dataDir: folder, progress });
  client = createPrometheusClient({ url: `${running.url}/`, headers: {}, deadlineMs: 20_000 });
});

afterAll(async () => {
  await prometheus.stop(running);
  await rm(folder, { recursive: true, force: true });
});

const bytes = (ago: number): number => 5e8 + 1e6 * (ago % 200);
const inodes = (): number => 40_000;

/** What node_exporter would have said for hours: a disk that loses 1 MB a minute and was cleaned twice, and odd ones. */
function history(): readonly PastSeries[] {
  const disks = [
    ...['node', 'node-again'].map((job) => ({ job, mountpoint: '/srv', device: '/dev/sdb1', left: bytes })),
    ...hostile.map((mountpoint) => ({ job: 'node', mountpoint, device: 'odd', left: bytes })),
  ];
  const families = { avail_bytes: (left: typeof bytes) => left, files_free: () => inodes };
  return Object.entries(families).flatMap(([name, leftOf]) =>
    disks.map(({ left, ...labels }) => ({
      name: `node_filesystem_${name}`,
      labels: { instance: 'web-1:9100', ...labels },
      samples: Array.from({ length: past }, (_, nth) => past - 1 - nth).map((ago) => ({
        atMs: now - ago * minute,
        value: leftOf(left)(ago),
      })),
    })),
  );
}

it('reads what Prometheus remembers, sample by sample', async () => {
  const query = selectorOf('node_filesystem_avail_bytes', { job: 'node', mountpoint: '/srv' });

  const series = await client.readRange({ query, fromMs: now - 10 * minute, toMs: now, stepMs: minute });

  expect(series).toEqual([
    {
      labels: {
        __name__: 'node_filesystem_avail_bytes',
        device: '/dev/sdb1',
        instance: 'web-1:9100',
        job: 'node',
        mountpoint: '/srv',
      },
      samples: Array.from({ length: 11 }, (_, nth) => ({
        atMs: now - (10 - nth) * minute,
        value: 5e8 + 1e6 * (10 - nth),
      })),
    },
  ]);
});

it.each(hostile)('finds a file system at %j, and no other one', async (mountpoint) => {
  const query = selectorOf('node_filesystem_avail_bytes', { mountpoint });

  const series = await client.readRange({ query, fromMs: now - minute, toMs: now, stepMs: minute });

  expect(series.map(({ labels }) => labels['mountpoint'])).toEqual([mountpoint]);
});

it('finds some file systems alone, whatever their labels are and whatever the query consists of', async () => {
  const wanted = hostile.slice(0, 6).map((mountpoint) => ({ instance: 'web-1:9100', mountpoint }));
  const query = onlySeries('max by (instance, mountpoint) (node_filesystem_avail_bytes) # all of them', wanted);

  const series = await client.readRange({ query, fromMs: now - minute, toMs: now, stepMs: minute });

  const found = series.map(({ labels }) => labels['mountpoint']);
  expect(new Set(found)).toEqual(new Set(hostile.slice(0, 6)));
  expect(found).toHaveLength(6);
});

it('hears that a question is none', async () => {
  const question = { query: 'up{', fromMs: now - minute, toMs: now, stepMs: minute };

  await expect(client.readRange(question)).rejects.toMatchObject({ outcome: 'refused' });
});

it('is the source of a forecast, clean-ups and a second job notwithstanding', async () => {
  const activities = createForecastingActivities({ prometheus: client });

  const forecast = await activities.forecastDisk({ labels: { instance: 'web-1:9100', mountpoint: '/srv' } });

  expect(forecast).toMatchObject({ kind: 'seen', bytes: { kind: 'growing' }, inodes: { kind: 'not-growing' } });
  const pace = forecast?.kind === 'seen' && forecast.bytes.kind === 'growing' ? forecast.bytes.pace.perSecond : 0;
  expect(pace / (1e6 / 60)).toBeCloseTo(1, 1);
});

it('sees several file systems where the labels mean more than one', async () => {
  const activities = createForecastingActivities({ prometheus: client });

  expect(await activities.forecastDisk({ labels: { instance: 'web-1:9100', device: 'odd' } })).toMatchObject({
    kind: 'unseen',
  });
});
