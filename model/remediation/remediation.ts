import type { AlertDetail } from '../alert/tracked-alerts.ts';
import type { IncidentStatus } from '../incident/incident.ts';
import type { Outcome } from '../incident/outcome.ts';
import { isTimelineEntry } from '../incident/delivery.ts';
import type { TimelineEntry } from '../incident/timeline.ts';
import type { RunbookName } from '../names.ts';
import type { Target } from '../target.ts';
import type { LogExcerpt } from './diagnosis.ts';
import type { AttemptPolicy } from './policy.ts';

/** What a remediation is asked to do. */
export interface RemediationOrder {
  /** The workflow id of the incident that asks. */
  readonly incident: string;
  readonly runbook: RunbookName;
  readonly target: Target;
  readonly alerts: readonly AlertDetail[];
  readonly policy: AttemptPolicy;
}

/** Told to the incident when a remediation enters its next phase. */
export interface Progress {
  readonly status: Extract<IncidentStatus, 'repairing' | 'verifying'>;
  readonly entries: readonly TimelineEntry[];
}

/** Reads what a signal carried; undefined unless every part has the right shape. */
export function readProgress(value: unknown): Progress | undefined {
  const { status, entries } = (value ?? {}) as { readonly status?: unknown; readonly entries?: unknown };
  if (status !== 'repairing' && status !== 'verifying') return undefined;
  return Array.isArray(entries) && entries.every(isTimelineEntry) ? { status, entries } : undefined;
}

/** How a remediation ended. */
export interface RemediationResult {
  readonly outcome: Outcome;
  /** What happened since the last progress was told. */
  readonly entries: readonly TimelineEntry[];
  readonly logs: LogExcerpt | null;
}
