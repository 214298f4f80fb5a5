import { requesterOf } from '../alert/alert.ts';
import type { DeliveryEffect, TrackedAlerts } from '../alert/tracked-alerts.ts';
import { isFiring, markHandled, trackDelivery } from '../alert/tracked-alerts.ts';
import type { RunbookName } from '../names.ts';
import type { Progress, RemediationResult } from '../remediation/remediation.ts';
import type { Delivery } from './delivery.ts';
import type { IncidentRecord, IncidentStatus } from './incident.ts';
import { severityOfIncident } from './incident.ts';
import { deliveryInWords, foreseenIn, foreseenInWords } from './predicted.ts';
import type { Outcome } from './outcome.ts';
import { needsHuman } from './outcome.ts';
import type { TimelineEntry, TimelineEvent } from './timeline.ts';
import { append } from './timeline.ts';

const eventOf: Readonly<Record<Exclude<DeliveryEffect, 'nothing-new' | 'told-anew'>, TimelineEvent>> = {
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
  // A prediction that says something else is shown, and no story: one comes with each forecast.
  if (effect === 'nothing-new' || effect === 'told-anew') return counted;
  const changed = {
    ...counted,
    target: incident.target ?? delivery.target,
    requestedRunbook: incident.requestedRunbook ?? delivery.runbook,
    severity: severityOfIncident(tracked),
    score: {
      ...incident.score,
      requested: incident.score.requested || requesterOf(delivery.alert) !== null,
      acceptedMs: incident.score.acceptedMs ?? waited(delivery, now),
      clearedMs: clearedAt(incident, tracked, now),
    },
  };
  const noted = note(changed, now, eventOf[effect], deliveryInWords(delivery.alert));
  const hasBegun = effect === 'joined' || effect === 'fired-again';
  const foreseen = hasBegun ? foreseenIn(incident.alerts, delivery.alert, delivery.target) : null;
  return foreseen ? note({ ...noted, foreseen }, now, 'foreseen', foreseenInWords(foreseen)) : noted;
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

/** Takes in how far a remediation is. */
export function advance(incident: IncidentRecord, progress: Progress, now: string): IncidentRecord {
  const { status, entries, approval = null, reading = incident.reading, details } = progress;
  const told = noteAll({ ...incident, approval, reading, ...(details ? { details } : {}) }, entries);
  const advanced = status ? moveTo(told, status, now) : told;
  return status === 'repairing' ? firstActed(advanced, now) : advanced;
}

/** Takes in how a remediation went, before it is concluded. */
export function hear(incident: IncidentRecord, result: RemediationResult): IncidentRecord {
  const { entries, rehearsal, recurs, acted, approved, reading, details } = result;
  const before = incident.score;
  const score = {
    ...before,
    rehearsal,
    recurs: before.recurs || recurs,
    acted: before.acted || acted,
    human: before.human || approved,
  };
  const found = details ? { details } : {};
  return noteAll({ ...incident, approval: null, reading: reading ?? incident.reading, ...found, score }, entries);
}

/** Closes the book on the present trouble: what happened, and whether people must take over. */
export function conclude(incident: IncidentRecord, outcome: Outcome, now: string): IncidentRecord {
  const { kind, reason } = outcome;
  const { runbook, attempts } = incident;
  const verifiedMs = kind === 'resolved-by-us' ? ageAt(incident, now) : incident.score.verifiedMs;
  const human = incident.score.human || needsHuman(outcome);
  const score = { ...incident.score, runbook, attempts, outcome: kind, reason, human, verifiedMs };
  const concluded = { ...incident, approval: null, outcome, score, alerts: markHandled(incident.alerts) };
  const status = needsHuman(outcome) ? 'escalated' : 'resolved';
  return note(moveTo(concluded, status, now), now, status, describe(outcome));
}

/** How old an incident is, in milliseconds. */
export function ageAt({ openedAt }: IncidentRecord, now: string): number {
  return Date.parse(now) - Date.parse(openedAt);
}

/** Notes when a repair first set out to change something; what comes after changes nothing. */
function firstActed(incident: IncidentRecord, now: string): IncidentRecord {
  const { score } = incident;
  return { ...incident, score: { ...score, firstActionMs: score.firstActionMs ?? ageAt(incident, now) } };
}

/** How long an alert had been firing; the end of one that nobody has heard of says nothing of how fast it came in. */
function waited({ alert }: Delivery, now: string): number | null {
  return alert.status === 'firing' ? Math.max(0, Date.parse(now) - Date.parse(alert.startsAt)) : null;
}

function clearedAt(incident: IncidentRecord, alerts: TrackedAlerts, now: string): number | null {
  return Object.values(alerts).some(isFiring) ? null : (incident.score.clearedMs ?? ageAt(incident, now));
}

function describe({ kind, reason, detail }: Outcome): string {
  return reason ? `${kind}, ${reason}: ${detail}` : `${kind}: ${detail}`;
}
