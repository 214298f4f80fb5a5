import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { acquire } from '../acquire.ts';
import type { ConfigSource } from '../config-source.ts';
import { configFile } from '../config-source.ts';
import type { RunningPrometheus } from '../components/prometheus.ts';
import { acquirePromtool, prometheus } from '../components/prometheus.ts';
import type { Progress } from '../progress.ts';
import { silent } from '../progress.ts';
import type { StartOptions } from '../provider.ts';
import { runToEnd } from '../running/run-to-end.ts';
import type { PastSeries } from './openmetrics.ts';
import { openMetricsOf } from './openmetrics.ts';

/** What a Prometheus is to remember, and what it does from then on. */
interface HistoryOptions extends StartOptions {
  /** Samples up to now; a live value comes after the last of them. */
  readonly series: Iterable<PastSeries>;
  readonly dataDir: string;
  /** What it scrapes and evaluates from now on; nothing unless given. */
  readonly config?: ConfigSource;
  /** Whether it takes values by remote-write, at `/api/v1/write`. */
  readonly receivesWrites?: boolean;
  readonly progress?: Progress;
}

/**
 * Starts a Prometheus that remembers. The past is written as blocks before it starts, because a running one takes nothing
 * that is old; it keeps them, whatever their age. It is always one of its own, never one at a given address.
 */
export async function startPrometheusWithHistory(options: HistoryOptions): Promise<RunningPrometheus> {
  const { series, dataDir, progress = silent, receivesWrites = false, extraArguments = [], ...others } = options;
  const config = { file: await configFile(options.config ?? nothingToScrape, dataDir, 'prometheus.yml') };
  const history = join(dataDir, 'history.om');
  await writeFile(history, openMetricsOf(series));
  const own = { ...process.env, NIGHTSHIFT_PROMETHEUS_URL: undefined };
  const program = await acquire(prometheus, progress, own);
  // Long blocks, because promtool reads the whole text once for each.
  const blocks = ['tsdb', 'create-blocks-from', '--max-block-duration=1000h', 'openmetrics', history];
  await runToEnd({
    name: 'promtool',
    failsAs: 'failed-to-start',
    command: await acquirePromtool(progress, own),
    args: [...blocks, join(dataDir, 'series')],
  });
  await rm(history);
  return prometheus.start(program, {
    ...others,
    config,
    dataDir,
    extraArguments: [
      '--storage.tsdb.retention.time=20y',
      ...(receivesWrites ? ['--web.enable-remote-write-receiver'] : []),
      ...extraArguments,
    ],
  });
}

const nothingToScrape = { text: '{"scrape_configs": []}\n' };
