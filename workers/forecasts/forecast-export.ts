import type { Logger } from 'pino';
import type { PublishedForecast } from '../../activities/forecasting/dependencies.ts';
import type { RemoteWriter } from '../../clients/remote-write/remote-writer.ts';
import { RemoteWriteError } from '../../clients/remote-write/remote-writer.ts';
import { createForecastValueMetrics } from '../../metrics/forecasting/forecast-values.ts';
import type { MetricsRegistry } from '../../metrics/registry.ts';
import { newestSample } from '../../model/forecast/newest-sample.ts';
import { seriesName } from '../../model/forecast/exporting/series-name.ts';
import { ForecastShelf } from './forecast-shelf.ts';

/** Shows forecasts to Prometheus. */
interface ForecastExport {
  /** Shows a forecast until the next one, and for no longer than twice the time in between. Never waits and never fails. */
  publish(published: PublishedForecast): void;
  /** Ends what is being written. */
  close(): Promise<void>;
}

interface ForecastExportOptions {
  readonly registry: MetricsRegistry;
  /** Null where forecasts are only scraped. */
  readonly remoteWriter: RemoteWriter | null;
  /** Tells the written series of this process from those of others. */
  readonly instance: string;
  readonly log: Logger;
  readonly writeEveryMs?: number;
  readonly now?: () => number;
}

const minute = 60_000;

/**
 * Keeps the newest forecast of each series for the scrapes of Prometheus, and writes the same values every minute where
 * remote-write is configured.
 */
export function createForecastExport(options: ForecastExportOptions): ForecastExport {
  const { registry, remoteWriter, instance, log, writeEveryMs = minute, now = Date.now } = options;
  const shelf = new ForecastShelf();
  const closing = new AbortController();
  let writing: Promise<void> | null = null;
  const metrics = createForecastValueMetrics(registry, {
    values: () => shelf.valuesAt(now()),
    leftOut: () => shelf.leftOutAt(now()),
  });

  const write = async (writer: RemoteWriter): Promise<void> => {
    const atMs = now();
    const series = shelf.valuesAt(atMs).map(({ metric, labels, value }) => ({
      labels: { ...labels, __name__: metric, job: 'nightshift-worker', instance },
      samples: [{ atMs, value }],
    }));
    if (series.length === 0) return;
    try {
      await writer.write(series, closing.signal);
      metrics.written('delivered');
    } catch (error) {
      if (closing.signal.aborted) return;
      metrics.written(error instanceof RemoteWriteError ? error.outcome : 'unavailable');
      log.warn({ err: error }, 'forecasts could not be written by remote-write');
    }
  };
  const timer = remoteWriter
    ? setInterval(() => {
        // One at a time: a receiver takes no older values after newer ones.
        writing ??= write(remoteWriter).finally(() => {
          writing = null;
        });
      }, writeEveryMs).unref()
    : undefined;

  return {
    publish({ name, everyMs, series, forecast, limits }) {
      const measured = newestSample(series);
      if (!measured) return;
      const atMs = now();
      const staleAtMs = atMs + 2 * everyMs;
      shelf.put(
        {
          forecast: name,
          series: seriesName(series.labels),
          measured,
          expected: { ...forecast, paths: [] },
          limits,
          staleAtMs,
        },
        atMs,
      );
    },
    async close() {
      clearInterval(timer);
      closing.abort();
      await writing;
    },
  };
}
