import { createApprovalMetrics } from '../../../metrics/approvals.ts';
import { createForecastValueMetrics } from '../../../metrics/forecasting/forecast-values.ts';
import { createForecastRunMetrics } from '../../../metrics/forecasting/forecast-runs.ts';
import { createFreezeMetrics } from '../../../metrics/freezes.ts';
import { createIncidentMetrics } from '../../../metrics/incidents.ts';
import { createPredictionMetrics } from '../../../metrics/forecasting/predictions.ts';
import { createOperatorMetrics } from '../../../metrics/operators.ts';
import type { MetricsRegistry } from '../../../metrics/registry.ts';
import { createKubernetesWatchMetrics } from '../../../metrics/kubernetes-watch.ts';
import { createRegistry } from '../../../metrics/registry.ts';
import { createRemediationMetrics } from '../../../metrics/remediations.ts';
import { createKubernetesMetrics } from '../../../metrics/kubernetes.ts';
import { createReportMetrics } from '../../../metrics/reports.ts';
import { createScoreMetrics } from '../../../metrics/forecasting/scores.ts';
import { createSlackClickMetrics } from '../../../metrics/slack-clicks.ts';
import { createWebhookMetrics } from '../../../metrics/webhook.ts';
import { exportedValues } from '../../../model/forecast/exporting/exported.ts';
import type { IncidentCensus } from '../../../model/incident/incident.ts';
import { aForecast, anExportedForecast } from '../forecast/builders.ts';

/** A census with one stuck incident. */
export function aCensus(): IncidentCensus {
  return {
    byStatus: {
      open: 0,
      investigating: 1,
      'awaiting-approval': 0,
      repairing: 2,
      verifying: 0,
      resolved: 3,
      escalated: 0,
    },
    stuck: 1,
  };
}

/** The registries of both processes, with every family in them. */
export function everyRegistry(): { readonly worker: MetricsRegistry; readonly trigger: MetricsRegistry } {
  const [worker, trigger] = [createRegistry(), createRegistry()];
  createIncidentMetrics(worker, async () => aCensus());
  createForecastRunMetrics(worker, ['disks'], async () => ({}));
  createFreezeMetrics(worker, async () => []);
  createRemediationMetrics(worker);
  createApprovalMetrics(worker);
  createOperatorMetrics(worker);
  createKubernetesMetrics(worker, ['shop']);
  createPredictionMetrics(worker);
  createReportMetrics(worker);
  createScoreMetrics(worker, ['disks'], async () => ({}));
  createForecastValueMetrics(worker, {
    values: () => exportedValues(anExportedForecast(), aForecast().startMs),
    leftOut: () => new Map([['disks', 0]]),
  });
  createWebhookMetrics(trigger);
  createSlackClickMetrics(trigger);
  createKubernetesWatchMetrics(trigger, ['shop']);
  return { worker, trigger };
}

/** The samples of one metric as they are exposed: label text to value. */
export async function samplesOf(registry: MetricsRegistry, name: string): Promise<Readonly<Record<string, number>>> {
  const lines = (await registry.metrics()).split('\n');
  return Object.fromEntries(
    lines.flatMap((line) => {
      const match = /^(?<name>[a-z_]+)(?:\{(?<labels>.*)\})? (?<value>\S+)$/.exec(line)?.groups;
      return match?.['name'] === name ? [[match['labels'] ?? '', Number(match['value'])]] : [];
    }),
  );
}
