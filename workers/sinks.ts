import type { InjectedSinks } from '@temporalio/worker';
import type { IncidentMetrics } from '../metrics/incidents.ts';
import type { RemediationMetrics } from '../metrics/remediations.ts';
import type { MetricSinks } from '../workflows/telemetry.ts';

/** Carries what workflows tell the metrics; never again on replay. */
export function createMetricSinks(
  incidents: IncidentMetrics,
  remediations: RemediationMetrics,
): InjectedSinks<MetricSinks> {
  return {
    incidents: {
      statusReached: { fn: (_info, status) => incidents.statusReached(status) },
      concluded: { fn: (_info, { kind, reason }, runbook) => remediations.concluded(runbook, kind, reason) },
      firstActionBegan: { fn: (_info, runbook, afterMs) => remediations.firstActionBegan(runbook, afterMs / 1_000) },
      verified: { fn: (_info, runbook, afterMs) => remediations.verified(runbook, afterMs / 1_000) },
    },
  };
}
