import type { AlertDetail } from '../alert/tracked-alerts.ts';
import type { Severity } from '../alert/alert.ts';
import type { IncidentStatus } from '../incident/incident.ts';
import type { Outcome } from '../incident/outcome.ts';
import type { Rehearsal } from '../incident/score.ts';
import { isTimelineEntry } from '../incident/delivery.ts';
import type { TimelineEntry } from '../incident/timeline.ts';
import type { LogReading } from '../logs/log-reading.ts';
import { isLogReading } from '../logs/log-reading.ts';
import type { RunbookName } from '../names.ts';
import type { Target } from '../target.ts';
import type { AwaitedApproval } from './approval.ts';
import { isAwaitedApproval } from './approval.ts';
import type { LogExcerpt } from './diagnosis.ts';
import { isDetails } from '../incident/shown/found-details.ts';
import type { AttemptPolicy } from './policy.ts';

/** One alert that a remediation is for. */
export interface FiringAlert extends AlertDetail {
  readonly fingerprint: string;
}

/** What a remediation is asked to do. */
export interface RemediationOrder {
  /** The workflow id of the incident that asks. */
  readonly incident: string;
  readonly runbook: RunbookName;
  readonly target: Target;
  readonly alerts: readonly FiringAlert[];
  /** When the first of them fired, as it writes that. */
  readonly since: string;
  readonly severity: Severity;
  /** Who asked for it; null where an alert did by itself. */
  readonly requestedBy: string | null;
  readonly policy: AttemptPolicy;
  /** How its alerts are silenced meanwhile; absent where they are not. */
  readonly silence?: { readonly mark: string; readonly atMostMs: number };
}

/** The statuses that a remediation tells its incident of. */
const progressStatuses = ['awaiting-approval', 'repairing', 'verifying'] as const satisfies readonly IncidentStatus[];

/** Told to the incident when a remediation enters its next phase, or will not have a result that tells it. */
export interface Progress {
  /** Null where the phase stays what it is. */
  readonly status: (typeof progressStatuses)[number] | null;
  readonly entries: readonly TimelineEntry[];
  /** What people are asked for now; absent while they are not. */
  readonly approval?: AwaitedApproval;
  /** What was found, one line each; absent where that was told already. */
  readonly details?: readonly string[];
  /** What the logs say; absent where that was told already. */
  readonly reading?: LogReading;
}

/** Reads what a signal carried; undefined unless every part has the right shape. */
export function readProgress(value: unknown): Progress | undefined {
  const { status, entries, approval, details, reading } = (value ?? {}) as Readonly<
    Partial<Record<keyof Progress, unknown>>
  >;
  const known = status === null ? null : progressStatuses.find((name) => name === status);
  if (known === undefined || !Array.isArray(entries) || !entries.every(isTimelineEntry)) return undefined;
  if (approval !== undefined && !isAwaitedApproval(approval)) return undefined;
  if (details !== undefined && !isDetails(details)) return undefined;
  if (reading !== undefined && !isLogReading(reading)) return undefined;
  return {
    status: known,
    entries,
    ...(approval ? { approval } : {}),
    ...(details ? { details } : {}),
    ...(reading ? { reading } : {}),
  };
}

/** How a remediation ended. */
export interface RemediationResult {
  readonly outcome: Outcome;
  /** What was planned last, and what the guard said to it; null when it did not come to that. */
  readonly rehearsal: Rehearsal | null;
  /** Whether the target had been repaired, and proven healthy, within 24 hours before. */
  readonly recurs: boolean;
  /** Whether it changed something, or may have. */
  readonly acted: boolean;
  /** Whether somebody approved a part of it. */
  readonly approved: boolean;
  /** What happened since the last progress was told. */
  readonly entries: readonly TimelineEntry[];
  readonly logs: LogExcerpt | null;
  /** What was found, one line each; absent where nothing more was, or it was told already. */
  readonly details?: readonly string[];
  /** What the logs say; null where nothing does, or it was told already. */
  readonly reading: LogReading | null;
}
