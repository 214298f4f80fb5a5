import { describe, expect, it, onTestFinished } from 'vitest';
import type { RemoteWriter } from '../../../../clients/remote-write/remote-writer.ts';
import { RemoteWriteError } from '../../../../clients/remote-write/remote-writer.ts';
import type { WrittenSeries } from '../../../../clients/remote-write/write-request.ts';
import { createRegistry } from '../../../../metrics/registry.ts';
import type { PublishedForecast } from '../../../../activities/forecasting/dependencies.ts';
import { createForecastExport } from '../../../../workers/forecasts/forecast-export.ts';
import { aCrossing, aForecast, aSeries } from '../../../support/forecast/builders.ts';
import { aMemoryLog } from '../../../support/memory-log.ts';
import { samplesOf } from '../../../support/metrics/metrics.ts';
import { problemsIn } from '../../../support/metrics/open-metrics.ts';

const hour = 3_600_000;
const start = aForecast().startMs;

function anExport(remoteWriter: RemoteWriter | null = null) {
  const registry = createRegistry();
  const log = aMemoryLog();
  let nowMs = start;
  const forecasts = createForecastExport({
    registry,
    remoteWriter,
    instance: 'worker-1',
    log: log.log,
    writeEveryMs: 5,
    now: () => nowMs,
  });
  onTestFinished(() => forecasts.close());
  return { registry, log, forecasts, setNow: (atMs: number) => (nowMs = atMs) };
}

const published = (host: string, probability: number): PublishedForecast => ({
  name: 'disks',
  everyMs: hour,
  series: aSeries({ labels: { host } }),
  forecast: aForecast(),
  limits: [{ limit: { direction: 'above', value: 90 }, crossing: probability > 0 ? aCrossing({ probability }) : null }],
});

describe('exported forecasts', () => {
  it('are shown at each scrape as of its moment', async () => {
    const { registry, forecasts, setNow } = anExport();
    forecasts.publish(published('db-3', 0.9));

    const first = await samplesOf(registry, 'nightshift_forecast_value');
    setNow(start + hour);
    const second = await samplesOf(registry, 'nightshift_forecast_value');

    const label = 'forecast="disks",series="host=db-3",ahead="6h",bound="expected"';
    expect([first[label], second[label]]).toEqual([83.5, 83.75]);
    expect(problemsIn(await registry.metrics())).toEqual([]);
  });

  it('are gone when the next one is long overdue', async () => {
    const { registry, forecasts, setNow } = anExport();
    forecasts.publish(published('db-3', 0.9));

    setNow(start + 2 * hour);

    expect(await samplesOf(registry, 'nightshift_forecast_measured_value')).toEqual({});
    expect(await samplesOf(registry, 'nightshift_forecast_series_left_out')).toEqual({});
  });

  it('stay few, and those stay that are likeliest to reach their limits', async () => {
    const { registry, forecasts } = anExport();

    for (let nth = 0; nth < 250; nth++) forecasts.publish(published(`db-${nth}`, nth === 7 ? 0.9 : nth % 2 ? 0.3 : 0));

    const shown = Object.keys(await samplesOf(registry, 'nightshift_forecast_measured_value'));
    expect(shown).toHaveLength(100);
    expect(shown).toContain('forecast="disks",series="host=db-7"');
    expect(await samplesOf(registry, 'nightshift_forecast_series_left_out')).toEqual({ 'forecast="disks"': 150 });
    const likely = await samplesOf(registry, 'nightshift_forecast_crossing_probability');
    expect(Object.values(likely).filter((probability) => probability === 0)).toEqual([]);
  });

  it('stay few in all, however many forecasts there are', async () => {
    const { registry, forecasts } = anExport();

    for (let nth = 0; nth < 1_200; nth++) forecasts.publish({ ...published(`db-${nth}`, 0), name: `f${nth % 40}` });

    expect(Object.keys(await samplesOf(registry, 'nightshift_forecast_measured_value'))).toHaveLength(1_000);
  });
});

describe('remote-write', () => {
  it('writes at the present what a scrape would have shown', async () => {
    const written = Promise.withResolvers<readonly WrittenSeries[]>();
    const { forecasts } = anExport({ write: async (series) => written.resolve(series) });

    forecasts.publish(published('db-3', 0.9));

    const series = await written.promise;
    expect(series).toContainEqual({
      labels: {
        __name__: 'nightshift_forecast_value',
        forecast: 'disks',
        series: 'host=db-3',
        ahead: '6h',
        bound: 'expected',
        job: 'nightshift-worker',
        instance: 'worker-1',
      },
      samples: [{ atMs: start, value: 83.5 }],
    });
    expect(new Set(series.flatMap(({ samples }) => samples.map(({ atMs }) => atMs)))).toEqual(new Set([start]));
  });

  it('goes on after a failure, which is counted and logged', async () => {
    const again = Promise.withResolvers<void>();
    let attempts = 0;
    const { registry, log, forecasts } = anExport({
      write: async () => {
        attempts += 1;
        if (attempts > 1) return again.resolve();
        throw new RemoteWriteError('refused', 'a:1: status 400');
      },
    });

    forecasts.publish(published('db-3', 0.9));
    await again.promise;
    await forecasts.close();

    expect(await samplesOf(registry, 'nightshift_remote_writes_total')).toMatchObject({ 'result="refused"': 1 });
    expect(log.text()).toContain('forecasts could not be written by remote-write');
  });

  it('ends what is under way when the worker stops', async () => {
    const begun = Promise.withResolvers<void>();
    const { registry, log, forecasts } = anExport({
      write: (_series, signal) =>
        new Promise((_, reject) => {
          begun.resolve();
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    });
    forecasts.publish(published('db-3', 0.9));
    await begun.promise;

    await forecasts.close();

    expect(await samplesOf(registry, 'nightshift_remote_writes_total')).toMatchObject({ 'result="unavailable"': 0 });
    expect(log.text()).not.toContain('could not be written');
  });
});
