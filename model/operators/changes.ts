import { markHandled } from '../alert/tracked-alerts.ts';
import { moveTo, note } from '../incident/changes.ts';
import type { IncidentRecord } from '../incident/incident.ts';
import type { OperatorMessage } from './message.ts';

/** How somebody is called who has not said a name. */
const unnamed = 'somebody';

/** The name that stands in the timeline. */
export function nameIn({ by }: OperatorMessage): string {
  return by ?? unnamed;
}

/** Somebody looks after it: nobody else has to be woken for a while. */
export function acknowledged(incident: IncidentRecord, by: string, until: string): IncidentRecord {
  return { ...incident, acknowledged: { by, until } };
}

/** Somebody goes on by themselves: from now on nothing is begun here. */
export function takenOver(incident: IncidentRecord, message: OperatorMessage, now: string): IncidentRecord {
  const by = nameIn(message);
  const left = { ...helped(incident), takenOverBy: by };
  return note(left, now, 'taken-over', `${by} has taken over: nothing more is begun${because(message)}`);
}

/** Somebody says that it is over: what has come in so far counts as looked at. */
export function closing(incident: IncidentRecord, message: OperatorMessage, now: string): IncidentRecord {
  const by = nameIn(message);
  const over = { ...helped(incident), closedBy: by, alerts: markHandled(incident.alerts) };
  return note(over, now, 'closing', `${by} says that it is over${because(message)}`);
}

/** An alert that came in later says that it is not over. */
export function reopened(incident: IncidentRecord, now: string): IncidentRecord {
  return note({ ...incident, closedBy: null }, now, 'reopened', 'another alert came in: it is not over');
}

/** Nothing is under way any more: the book is closed. */
export function closed(incident: IncidentRecord, now: string): IncidentRecord {
  return note(moveTo(incident, 'resolved', now), now, 'closed', `closed by ${incident.closedBy ?? unnamed}`);
}

/** What stands behind a sentence where somebody said why. */
export function because({ comment }: OperatorMessage): string {
  return comment ? `: ${comment}` : '';
}

function helped(incident: IncidentRecord): IncidentRecord {
  return { ...incident, score: { ...incident.score, human: true } };
}
