import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createPrometheusClient } from '../../clients/prometheus.ts';
import { readCsv } from '../../clients/series/files/csv.ts';
import { prometheusSeries } from '../../clients/series/prometheus/prometheus-series.ts';
import { SeriesError } from '../../clients/series/series-source.ts';
import { loadConfig } from '../../config/load.ts';
import { resolutionFor } from '../../model/forecast/resolution.ts';
import type { Series } from '../../model/forecast/series.ts';
import type { CliContext } from '../context.ts';
import { UsageError } from '../context.ts';
import type { ForecastOptions, Horizon } from './options.ts';

/** A series, and what people have to know of it. */
interface NamedSeries {
  readonly series: Series;
  readonly notes: readonly string[];
}

/** Steps of a query whose horizon is a number of them. */
const usualStepMs = 60 * 60 * 1_000;
const deadlineMs = 30_000;

/**
 * Reads the series of a file, or of standard input where the file is `-`.
 *
 * @throws SeriesError which names the line that cannot be read.
 */
export async function seriesOfFile(file: string, options: ForecastOptions): Promise<NamedSeries> {
  const { series, notes } = await readCsv(streamOf(file), options.unit);
  const wanted = cut(series, options);
  if (wanted.values.length > 0) return { series: wanted, notes };
  const where = series.values.length > 0 ? 'no measurements between --start and --end' : 'no measurements';
  throw new SeriesError('refused', `there are ${where}: write lines of timestamp,value`);
}

/**
 * Asks the Prometheus of the configuration for the past of one series.
 *
 * @throws SeriesError where it does not answer, or has several series.
 */
export async function seriesOfQuery(
  query: string,
  options: ForecastOptions,
  context: CliContext,
): Promise<NamedSeries> {
  const { prometheus } = loadConfig(context.configFile(), context.env);
  if (!prometheus)
    throw new UsageError('--query asks the Prometheus of the configuration: set prometheus.url in nightshift.yaml');
  const stepMs = options.stepMs ?? stepFor(options.horizon);
  const horizonMs = options.horizon.kind === 'time' ? options.horizon.ms : options.horizon.steps * stepMs;
  const toMs = options.endMs ?? Date.now();
  const fromMs = options.startMs ?? toMs - resolutionFor(horizonMs).historyMs;
  if (toMs - fromMs < stepMs) throw new UsageError('--start must be at least one --step before --end');
  const source = prometheusSeries(createPrometheusClient({ ...prometheus, deadlineMs }));
  const { series, notes, isPartial } = await source.read({
    query: { kind: 'prometheus', query, counters: 'rate', unit: options.unit },
    fromMs,
    toMs,
    stepMs,
    maxSeries: 1,
  });
  const [found] = series;
  if (!found) throw new UsageError('the query has no values in this time: try it in Prometheus, or an earlier --start');
  return { series: found, notes: isPartial ? ['parts of Prometheus did not answer', ...notes] : notes };
}

/** A file as it comes; standard input where it is `-`. Whoever reads it hears of a file that is not there. */
export function streamOf(file: string): Readable {
  return file === '-' ? process.stdin : createReadStream(file);
}

function stepFor(horizon: Horizon): number {
  return horizon.kind === 'time' ? resolutionFor(horizon.ms).stepMs : usualStepMs;
}

/** Only what lies between the start and the end, both included. */
function cut(series: Series, { startMs, endMs }: ForecastOptions): Series {
  const { stepMs, values } = series;
  const first = startMs === null ? 0 : Math.max(0, Math.ceil((startMs - series.startMs) / stepMs));
  const end = endMs === null ? values.length : Math.max(0, Math.floor((endMs - series.startMs) / stepMs) + 1);
  if (first === 0 && end >= values.length) return series;
  return { ...series, startMs: series.startMs + first * stepMs, values: values.slice(first, end) };
}
