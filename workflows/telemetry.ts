import type { Sinks } from '@temporalio/workflow';
import { proxySinks } from '@temporalio/workflow';
import type { Outcome } from '../model/incident/outcome.ts';
import type { IncidentStatus } from '../model/incident/incident.ts';
import type { RunbookName } from '../model/names.ts';

/**
 * What workflows tell the metrics. The worker carries it out once, never on replay; times are in
 * milliseconds since the incident opened.
 */
export interface MetricSinks extends Sinks {
  readonly incidents: {
    statusReached(status: IncidentStatus): void;
    concluded(outcome: Pick<Outcome, 'kind' | 'reason'>, runbook: RunbookName | null): void;
    firstActionBegan(runbook: RunbookName, afterMs: number): void;
    verified(runbook: RunbookName, afterMs: number): void;
  };
}

export const { incidents: incidentMetrics } = proxySinks<MetricSinks>();
