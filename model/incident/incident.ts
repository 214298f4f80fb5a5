import type { Severity } from '../alert/alert.ts';
import { gravest, severityOf } from '../alert/alert.ts';
import type { TrackedAlert, TrackedAlerts } from '../alert/tracked-alerts.ts';
import { isFiring, needsAttention } from '../alert/tracked-alerts.ts';
import type { EscalationState } from '../escalation/policy.ts';
import type { Receipt } from '../notices/receipt.ts';
import type { LogReading } from '../logs/log-reading.ts';
import type { RunbookName } from '../names.ts';
import type { AwaitedApproval } from '../remediation/approval.ts';
import type { Target } from '../target.ts';
import type { Foreseen } from './predicted.ts';
import type { Muted } from './shown/muted.ts';
import type { Outcome } from './outcome.ts';
import type { Timeline } from './timeline.ts';
import type { Score } from './score.ts';
import { newScore } from './score.ts';
import { emptyTimeline } from './timeline.ts';

/** How far an incident is. `awaiting-approval` is reached only where a policy asks for one. */
export const incidentStatuses = [
  'open',
  'investigating',
  'awaiting-approval',
  'repairing',
  'verifying',
  'resolved',
  'escalated',
] as const;
export type IncidentStatus = (typeof incidentStatuses)[number];

/** The statuses in which Nightshift is at work, and in which an incident must not stay for long. */
export const workingStatuses = [
  'open',
  'investigating',
  'repairing',
  'verifying',
] as const satisfies readonly IncidentStatus[];

/** How many incidents are open in each status, and how many have been at work in one for too long. */
export interface IncidentCensus {
  readonly byStatus: Readonly<Record<IncidentStatus, number>>;
  readonly stuck: number;
}

/** Somebody looks after an incident. */
interface Acknowledgement {
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly until: string;
}

/** Everything an incident knows; plain data that survives continue-as-new. */
export interface IncidentRecord {
  readonly key: string;
  readonly target: Target | null;
  /** The runbook a route asks for, else the one that answered last. */
  readonly requestedRunbook: RunbookName | null;
  readonly runbook: RunbookName | null;
  /** ISO 8601, UTC. */
  readonly openedAt: string;
  readonly status: IncidentStatus;
  readonly statusSince: string;
  readonly severity: Severity;
  readonly alerts: TrackedAlerts;
  readonly timeline: Timeline;
  /** Remediations begun. */
  readonly attempts: number;
  /** Alerts received, re-deliveries included. */
  readonly deliveries: number;
  readonly lastDeliveryAt: string;
  /** What people are asked for now; null while they are not. */
  readonly approval: AwaitedApproval | null;
  /** What the repair that looked last has found, one line each; absent where its conclusion said it all. */
  readonly details?: readonly string[];
  /** What the logs said to the repair that read them last; null where none did. */
  readonly reading: LogReading | null;
  /** What keeps people from hearing of its alerts; absent where nobody has asked. */
  readonly muted?: Muted;
  readonly outcome: Outcome | null;
  /** The alert that a prediction had foreseen, and how long before; absent where none was. */
  readonly foreseen?: Foreseen;
  /** How far people have been woken; absent where no policy says whom. */
  readonly escalation?: EscalationState | null;
  /** Who looks after it, and until when nobody else is woken; absent where nobody has said so. */
  readonly acknowledged?: Acknowledgement | null;
  /** Who goes on by themselves, so that Nightshift begins nothing more; absent where nobody does. */
  readonly takenOverBy?: string | null;
  /** Who has said that it is over; absent where nobody has, or where a later alert says otherwise. */
  readonly closedBy?: string | null;
  /** What channels want to be given back, by their place in the configuration; absent where none does. */
  readonly receipts?: Readonly<Record<string, Receipt>>;
  readonly score: Score;
}

/** A record that knows nothing yet. */
export function newIncident(key: string, now: string): IncidentRecord {
  return {
    key,
    target: null,
    requestedRunbook: null,
    runbook: null,
    openedAt: now,
    status: 'open',
    statusSince: now,
    severity: 'none',
    alerts: {},
    timeline: emptyTimeline,
    attempts: 0,
    deliveries: 0,
    lastDeliveryAt: now,
    approval: null,
    reading: null,
    outcome: null,
    score: newScore(now),
  };
}

/** The alerts that fire now, by fingerprint. */
export function firingAlerts(incident: IncidentRecord): readonly (readonly [string, TrackedAlert])[] {
  return Object.entries(incident.alerts).filter(([, alert]) => isFiring(alert));
}

/** Whether anything fires that no remediation has looked at. */
export function hasNewTrouble(incident: IncidentRecord): boolean {
  return Object.values(incident.alerts).some(needsAttention);
}

/** Whether somebody has said that it is over. */
export function isClosing({ closedBy = null }: IncidentRecord): boolean {
  return closedBy !== null;
}

/** Whether people go on by themselves: nothing is begun. */
export function isLeftToPeople(incident: IncidentRecord): boolean {
  return isClosing(incident) || (incident.takenOverBy ?? null) !== null;
}

/** The gravest severity among the alerts whose labels are kept. */
export function severityOfIncident(alerts: TrackedAlerts): Severity {
  return gravest(Object.values(alerts).flatMap(({ detail }) => (detail ? [severityOf(detail)] : [])));
}
