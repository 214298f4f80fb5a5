import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import type { RemoteWriteError, RemoteWriter } from '../../clients/remote-write/remote-writer.ts';
import { createRemoteWriter } from '../../clients/remote-write/remote-writer.ts';
import { createRegistry } from '../../metrics/registry.ts';
import { acquire } from '../../stack/acquire.ts';
import type { RunningPrometheus } from '../../stack/components/prometheus.ts';
import { prometheus } from '../../stack/components/prometheus.ts';
import { createForecastExport } from '../../workers/forecasts/forecast-export.ts';
import { aForecast, aSeries } from '../support/forecast/builders.ts';
import { aMemoryLog } from '../support/memory-log.ts';
import { dashboardNamed, withVariables } from '../support/metrics/dashboards.ts';
import { progress } from '../support/scene.ts';

const hour = 3_600_000;
const signal = new AbortController().signal;

let folder: string;
let running: RunningPrometheus;
let writer: RemoteWriter;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightshift-remote-write-'));
  running = await prometheus.start(await acquire(prometheus, progress), {
    config: { text: stringify({ scrape_configs: [] }) },
    dataDir: join(folder, 'data'),
    extraArguments: ['--web.enable-remote-write-receiver'],
  });
  writer = createRemoteWriter({ url: `${running.url}/api/v1/write`, headers: {}, retryAfterMs: [] });
});

afterEach(async () => {
  await prometheus.stop(running);
  await rm(folder, { recursive: true, force: true });
});

/** What Prometheus answers to a question about a moment: labels and value. */
async function ask(query: string, atMs: number): Promise<readonly { metric: object; value: [number, string] }[]> {
  const parameters = new URLSearchParams({ query, time: String(atMs / 1_000) });
  const response = await fetch(`${running.url}/api/v1/query?${parameters.toString()}`);
  if (response.status !== 200) throw new Error(`Prometheus does not take ${query}`);
  const { data } = (await response.json()) as { data: { result: { metric: object; value: [number, string] }[] } };
  return data.result;
}

it('writes a forecast into Prometheus, where it lies beside what came of it, also in the future', async () => {
  const startMs = Date.now();
  const log = aMemoryLog();
  const forecasts = createForecastExport({
    registry: createRegistry(),
    remoteWriter: writer,
    instance: 'worker-1',
    log: log.log,
    writeEveryMs: 50,
  });
  const series = aSeries({ startMs: startMs - 168 * hour });
  const limits = [{ limit: { direction: 'above', value: 90 } as const, crossing: null }];

  forecasts.publish({ name: 'disks', everyMs: hour, series, forecast: aForecast({ startMs }), limits });

  // What was said now of the time in six hours is found by those who look at that time.
  const query = 'nightshift_forecast_value{forecast="disks",ahead="6h"} offset 6h';
  const found = await vi.waitUntil(
    async () => {
      const answers = await ask(query, Date.now() + 6 * hour);
      return answers.length > 0 && answers;
    },
    { timeout: 60_000 },
  );
  await forecasts.close();
  const own = { __name__: 'nightshift_forecast_value', forecast: 'disks', series: 'instance=db-3,mountpoint=/data' };
  expect(found.map(({ metric }) => metric)).toEqual(
    expect.arrayContaining(
      ['expected', 'lower', 'upper'].map((bound) => ({
        ...own,
        bound,
        ahead: '6h',
        job: 'nightshift-worker',
        instance: 'worker-1',
      })),
    ),
  );
  const values = found.map(({ value: [, text] }) => Number(text)).toSorted((a, b) => a - b);
  for (const [nth, expected] of [81.5, 83.5, 85.5].entries()) expect(values[nth]).toBeCloseTo(expected, 0);
  expect(log.text()).toBe('');

  // The dashboard asks nothing that Prometheus does not take, and draws all curves of its large panel.
  const [large, ...panels] = dashboardNamed('nightshift-forecasts.json').panels.toSorted(
    (a, b) => b.gridPos.h - a.gridPos.h,
  );
  const curvesAt = (atMs: number): Promise<readonly number[]> =>
    Promise.all((large?.targets ?? []).map(async ({ expr }) => (await ask(withVariables(expr), atMs)).length));
  expect([await curvesAt(Date.now()), await curvesAt(Date.now() + 6 * hour)]).toEqual([
    [1, 0, 0, 0, 1],
    [0, 1, 1, 1, 0],
  ]);
  for (const { expr } of panels.flatMap(({ targets }) => targets)) await ask(withVariables(expr), Date.now());
});

/** What becomes of one value of a series. */
const write = (name: string, atMs: number): Promise<string> =>
  writer.write([{ labels: { __name__: name }, samples: [{ atMs, value: 1 }] }], signal).then(
    () => 'delivered',
    (error: RemoteWriteError) => error.outcome,
  );

it('could not write into the future without harm: that is refused, or else the present is from then on', async () => {
  const before = await write('before', Date.now());

  const tomorrow = await write('tomorrow', Date.now() + 24 * hour);
  const after = await write('after', Date.now());

  expect(before).toBe('delivered');
  expect([tomorrow, after]).toContain('refused');
});
