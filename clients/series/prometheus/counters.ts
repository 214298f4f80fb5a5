import type { PrometheusQuery } from '../../../model/forecast/series-query.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { PrometheusHistory } from '../../prometheus.ts';
import { SeriesError } from '../series-source.ts';
import { shapeOf } from './query-shape.ts';

/** A shorter window holds too few samples where they are scraped every minute. */
const shortestRateMs = 4 * 60_000;
/** Of one query. */
const maxMetrics = 20;

/**
 * The query that is really asked: a counter as it is says nothing but for how long it was not reset, so a plain selector of
 * one is read as its rate over each step, which knows resets.
 *
 * @throws SeriesError where a counter stands raw within an expression.
 */
export async function withRates(
  prometheus: PrometheusHistory,
  { query, counters }: PrometheusQuery,
  { stepMs, signal }: { readonly stepMs: number; readonly signal?: AbortSignal | undefined },
): Promise<string> {
  const shape = shapeOf(query);
  if (counters === 'raw' || shape.kind === 'unreadable') return query;
  if (shape.kind === 'selector') {
    if (shape.metric === null || !(await isCounter(prometheus, shape.metric, signal))) return query;
    return `rate(${shape.selector}[${Math.ceil(Math.max(shortestRateMs, stepMs) / 1_000)}s])`;
  }
  for (const metric of shape.raw.slice(0, maxMetrics)) {
    if (!(await isCounter(prometheus, metric, signal))) continue;
    const name = maskedLine(metric, 100);
    const message = `${name} is a counter, which only ever rises: write rate(${name}[5m]) in the query, or set counters to raw`;
    throw new SeriesError('refused', message);
  }
  return query;
}

/** By its metadata, or that of the histogram or summary it belongs to; by its name where there is none. */
async function isCounter(prometheus: PrometheusHistory, metric: string, signal?: AbortSignal): Promise<boolean> {
  const [, family, part] = /^(.+)_(total|count|sum|bucket)$/.exec(metric) ?? [];
  const type = await prometheus.typeOf(metric, signal);
  if (type !== null && type !== 'unknown' && type !== 'untyped') return type === 'counter';
  if (family === undefined) return false;
  const whole = await prometheus.typeOf(family, signal);
  if (part === 'total') return whole === null || whole === 'counter' || whole === 'unknown';
  return whole === 'histogram' || whole === 'summary';
}
