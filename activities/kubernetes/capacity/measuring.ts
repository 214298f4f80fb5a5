import type { PrometheusClient } from '../../../clients/prometheus.ts';
import { PrometheusError } from '../../../clients/prometheus.ts';
import { selectorOf } from '../../../clients/promql.ts';
import type { Labels } from '../../../model/alert/alert.ts';

/** A series is looked for as far back as this; it may come once a minute. */
const backMs = 5 * 60_000;
const stepMs = 60_000;

/**
 * The newest values of a metric of one cluster, by another label; null where there is nobody to ask, no answer, or no way
 * to tell the clusters from each other.
 *
 * @param by the label by which they are told apart, such as `container`.
 */
export async function newestBy(
  prometheus: PrometheusClient | null,
  cluster: string,
  { metric, labels, by }: { readonly metric: string; readonly labels: Labels; readonly by: string },
): Promise<ReadonlyMap<string, number> | null> {
  if (!prometheus) return null;
  const toMs = Date.now();
  const query = `max by (cluster, ${by}) (${selectorOf(metric, labels)})`;
  try {
    const series = await prometheus.readRange({ query, fromMs: toMs - backMs, toMs, stepMs });
    // The Prometheus of one cluster alone writes no label of it.
    const isLabelled = series.some((one) => one.labels['cluster'] !== undefined);
    const own = isLabelled ? series.filter((one) => one.labels['cluster'] === cluster) : series;
    const values = own.flatMap((one) => {
      const newest = one.samples.at(-1);
      return newest ? [[one.labels[by] ?? '', newest.value] as const] : [];
    });
    return values.length > 0 ? new Map(values) : null;
  } catch (error) {
    // A diagnosis does without it.
    if (!(error instanceof PrometheusError)) throw error;
    return null;
  }
}
