import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { createRemoteWriter } from '../../clients/remote-write/remote-writer.ts';
import { acquire } from '../../stack/acquire.ts';
import type { RunningPrometheus } from '../../stack/components/prometheus.ts';
import { prometheus } from '../../stack/components/prometheus.ts';
import { runNightshift } from '../support/command-line.ts';
import { progress } from '../support/scene.ts';

const hour = 3_600_000;
const days = 14;
const end = Math.floor(Date.now() / hour) * hour;

let folder: string;
let running: RunningPrometheus;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightshift-forecast-'));
  running = await prometheus.start(await acquire(prometheus, progress), {
    config: { text: stringify({ scrape_configs: [] }) },
    dataDir: join(folder, 'data'),
    extraArguments: ['--web.enable-remote-write-receiver'],
  });
  const writer = createRemoteWriter({ url: `${running.url}/api/v1/write`, headers: {} });
  const steps = Array.from({ length: 12 * 24 * days + 1 }, (_, nth) => nth - 12 * 24 * days);
  const series = ['/data', '/logs'].map((mountpoint) => ({
    labels: { __name__: 'disk_used_percent', instance: 'db-3', mountpoint },
    samples: steps.map((step) => ({
      atMs: end + (step * hour) / 12,
      value: 70 + 10 * Math.sin((step * Math.PI) / 144),
    })),
  }));
  await writer.write(series, new AbortController().signal);
  await writeFile(join(folder, 'nightshift.yaml'), stringify({ prometheus: { url: running.url } }));
});

afterAll(async () => {
  await prometheus.stop(running);
  await rm(folder, { recursive: true, force: true });
});

const forecast = (...options: readonly string[]) =>
  runNightshift(['forecast', ...options, '--end', new Date(end).toISOString()], { cwd: folder });

it('asks the Prometheus of the configuration for the past of one series', async () => {
  const query = 'disk_used_percent{mountpoint="/data"}';
  const naive = ['--model', 'seasonal-naive', '--season', '24'];

  const { exitCode, stdout, stderr } = await forecast('--query', query, '--horizon', '12', ...naive, '--json');

  const { rows } = JSON.parse(stdout) as { rows: { ds: string; yhat: number }[] };
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(rows.map(({ ds }) => Date.parse(ds))).toEqual(Array.from({ length: 12 }, (_, nth) => end + (nth + 1) * hour));
  for (const [nth, { yhat }] of rows.entries())
    expect(yhat).toBeCloseTo(70 + 10 * Math.sin(((nth + 1) * Math.PI) / 12), 3);
});

it.each([
  ['several series', 'disk_used_percent', /the query has 2 series, and at most 1 are read: narrow it by labels/],
  ['no series', 'nothing_of_the_kind', /the query has no values in this time/],
  ['what is no PromQL', 'disk_used_percent{', /Prometheus refuses to answer/],
])('says in a sentence what to do about %s', async (_what, query, message) => {
  const { exitCode, stderr } = await forecast('--query', query, '--horizon', '1d');

  expect(stderr).toMatch(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(exitCode).toBe(2);
});
