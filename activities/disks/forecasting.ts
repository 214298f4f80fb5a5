import type { PrometheusClient } from '../../clients/prometheus.ts';
import { PrometheusError } from '../../clients/prometheus.ts';
import { selectorOf } from '../../clients/promql.ts';
import { growthOf } from '../../forecasting/growth-of.ts';
import type { Labels } from '../../model/alert/alert.ts';
import type { Growth } from '../../model/forecast/growth.ts';
import type { DiskForecast } from '../../model/host/disk-forecast.ts';

export interface ForecastingDependencies {
  /** Null where operators named none. */
  readonly prometheus: PrometheusClient | null;
}

/** What is looked at, in milliseconds: how a disk usually fills, and what has only just begun. */
const windows = [
  { spanMs: 6 * 60 * 60_000, stepMs: 2 * 60_000 },
  { spanMs: 30 * 60_000, stepMs: 5_000 },
];

/** What node_exporter calls what is left of a file system. */
const metrics = { bytes: 'node_filesystem_avail_bytes', inodes: 'node_filesystem_files_free' } as const;

/** The activities that look ahead and change nothing. */
export function createForecastingActivities({ prometheus }: ForecastingDependencies) {
  return {
    /**
     * How fast a file system fills up; null where there is nobody to ask.
     *
     * @param labels of an alert, which tell it from all others; null where the alert does not.
     */
    async forecastDisk({ labels }: { readonly labels: Labels | null }): Promise<DiskForecast | null> {
      if (!prometheus) return null;
      if (!labels) return { kind: 'unseen', because: 'the alerts do not name one file system' };
      try {
        const [bytes, inodes] = await Promise.all([
          growthIn(prometheus, selectorOf(metrics.bytes, labels)),
          growthIn(prometheus, selectorOf(metrics.inodes, labels)),
        ]);
        return bytes && inodes
          ? { kind: 'seen', bytes, inodes }
          : { kind: 'unseen', because: 'Prometheus knows several file systems by the labels of the alert' };
      } catch (error) {
        // A repair does without it.
        if (!(error instanceof PrometheusError)) throw error;
        return { kind: 'unseen', because: error.message };
      }
    },
  };
}

/** Of all windows the fastest growth: what lasts shortest is what people have to know. Undefined for several series. */
async function growthIn(prometheus: PrometheusClient, selector: string): Promise<Growth | undefined> {
  const toMs = Date.now();
  // One file system may be measured by several jobs, which see the same.
  const query = `max by (instance, mountpoint, device) (${selector})`;
  const answers = await Promise.all(
    windows.map(({ spanMs, stepMs }) => prometheus.readRange({ query, fromMs: toMs - spanMs, toMs, stepMs })),
  );
  if (answers.some((series) => series.length > 1)) return undefined;
  const growths = answers.map(([one]) => growthOf(one?.samples ?? []));
  return growths.toSorted((a, b) => rateOf(b) - rateOf(a))[0];
}

function rateOf(growth: Growth): number {
  if (growth.kind === 'growing') return growth.pace.perSecond;
  return growth.kind === 'not-growing' ? 0 : -1;
}
