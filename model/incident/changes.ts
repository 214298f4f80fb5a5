import { alertName } from '../alert/alert.ts';
import type { DeliveryEffect } from '../alert/tracked-alerts.ts';
import { markHandled, trackDelivery } from '../alert/tracked-alerts.ts';
import type { RunbookName } from '../names.ts';
import type { Delivery } from './delivery.ts';
import type { IncidentRecord, IncidentStatus } from './incident.ts';
import { severityOfIncident } from './incident.ts';
import type { Outcome } from './outcome.ts';
import { needsHuman } from './outcome.ts';
import type { TimelineEntry, TimelineEvent } from './timeline.ts';
import { append } from './timeline.ts';

const eventOf: Readonly<Record<Exclude<DeliveryEffect, 'nothing-new'>, TimelineEvent>> = {
  joined: 'alert-joined',
  'fired-again': 'alert-fired-again',
  resolved: 'alert-resolved',
  'not-tracked': 'alert-not-tracked',
};

/**
 * Takes in one delivery. When it says nothing new, only counts and times change: an end that is later
 * than the one known is kept even then, or the order of deliveries would matter.
 */
export function receive(incident: IncidentRecord, delivery: Delivery, now: string): IncidentRecord {
  const { tracked, effect } = trackDelivery(incident.alerts, delivery.alert);
  const counted = { ...incident, alerts: tracked, deliveries: incident.deliveries + 1, lastDeliveryAt: now };
  if (effect === 'nothing-new') return counted;
  const changed = {
    ...counted,
    target: incident.target ?? delivery.target,
    requestedRunbook: incident.requestedRunbook ?? delivery.runbook,
    severity: severityOfIncident(tracked),
  };
  return note(changed, now, eventOf[effect], alertName(delivery.alert));
}

/** Appends one timeline entry. */
export function note(incident: IncidentRecord, now: string, event: TimelineEvent, text: string): IncidentRecord {
  return noteAll(incident, [{ at: now, event, text }]);
}

/** Appends timeline entries that were written elsewhere. */
export function noteAll(incident: IncidentRecord, entries: readonly TimelineEntry[]): IncidentRecord {
  return { ...incident, timeline: append(incident.timeline, entries) };
}

/** Moves to a status; the time of the move is kept only when the status is another one. */
export function moveTo(incident: IncidentRecord, status: IncidentStatus, now: string): IncidentRecord {
  return incident.status === status ? incident : { ...incident, status, statusSince: now };
}

/** Begins one more remediation: everything known now counts as looked at. */
export function beginAttempt(incident: IncidentRecord, runbook: RunbookName, now: string): IncidentRecord {
  const attempt = { ...incident, runbook, attempts: incident.attempts + 1, alerts: markHandled(incident.alerts) };
  return moveTo(attempt, 'investigating', now);
}

/** Closes the book on the present trouble: what happened, and whether people must take over. */
export function conclude(incident: IncidentRecord, outcome: Outcome, now: string): IncidentRecord {
  const concluded = { ...incident, outcome, alerts: markHandled(incident.alerts) };
  const status = needsHuman(outcome) ? 'escalated' : 'resolved';
  return note(moveTo(concluded, status, now), now, status, describe(outcome));
}

function describe({ kind, reason, detail }: Outcome): string {
  return reason ? `${kind}, ${reason}: ${detail}` : `${kind}: ${detail}`;
}
