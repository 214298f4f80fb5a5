import type { Severity } from '../alert/alert.ts';
import { logStoryWithLink } from '../logs/log-story.ts';
import { escalationCauses } from '../escalation/policy.ts';
import type { RunbookName } from '../names.ts';
import { invitation } from '../remediation/approval.ts';
import type { LogExcerpt } from '../remediation/diagnosis.ts';
import type { Target } from '../target.ts';
import { onOneLine, shorten } from '../text/markdown.ts';
import type { IncidentRecord } from './incident.ts';
import { firingAlerts } from './incident.ts';
import { predictedLines } from './predicted.ts';

/** The changes of an incident that are worth a message. */
export const reportKinds = [
  'approval-needed',
  'repairing',
  'resolved',
  'escalated',
  'unanswered',
  'acknowledged',
  'taken-over',
  'cleared',
  'closed',
  'review',
  'digest',
] as const;
export type ReportKind = (typeof reportKinds)[number];

/** One message about one incident: plain text, masked, not escaped for any medium. */
export interface Report {
  readonly kind: ReportKind;
  readonly incident: string;
  /** When the incident was opened, ISO 8601: with the incident it names one episode. Absent in what older workflows sent. */
  readonly openedAt?: string;
  readonly target: Target | null;
  readonly runbook: RunbookName | null;
  readonly severity: Severity;
  readonly title: string;
  readonly firing: readonly string[];
  /** What happened, newest last, one line each. */
  readonly story: readonly string[];
  /** What people are asked to do, and how, one line each. */
  readonly asks: readonly string[];
  /** What was found, beyond the conclusion in the story, one line each. */
  readonly details: readonly string[];
  /** What the logs say of the time of the trouble, one line each. */
  readonly findings: readonly string[];
  readonly logs: LogExcerpt | null;
  /** What a vote needs that is given by a button; null or absent where no plan waits, or where such a vote cannot count. */
  readonly code?: string | null;
  /** The first run of the incident's workflow: one that begins later under the same name is another incident. */
  readonly run?: string;
}

const maxStoryLines = 12;
const maxNamesShown = 10;

/** They say that something goes on or is over: whoever gets them needs no explanation of the trouble. */
const brief: readonly ReportKind[] = ['repairing', 'acknowledged', 'cleared', 'closed', 'review'];

const titles: Readonly<Record<ReportKind, string>> = {
  'approval-needed': 'An approval is needed',
  repairing: 'Repair begins',
  resolved: 'Resolved',
  escalated: 'A human is needed',
  unanswered: 'Nobody has answered',
  acknowledged: 'Somebody looks after it',
  'taken-over': 'Somebody has taken over',
  cleared: 'The alerts have cleared',
  closed: 'Closed by an operator',
  review: 'Post-incident report',
  digest: 'Many messages in one',
};

/** Writes the message for one change of an incident. */
export function reportOn(incident: IncidentRecord, kind: ReportKind, logs: LogExcerpt | null): Report {
  const subject = incident.target ?? incident.key;
  const firing = firingAlerts(incident).map(([, alert]) => shorten(onOneLine(alert.name), 200));
  // What people need to take over, to approve, or to learn from it.
  const explains = !brief.includes(kind);
  return {
    kind,
    incident: incident.key,
    openedAt: incident.openedAt,
    target: incident.target,
    runbook: incident.runbook,
    severity: incident.severity,
    title: `${titles[kind]}: ${subject}`,
    firing: firing.slice(0, maxNamesShown),
    story: incident.timeline.entries
      .slice(-maxStoryLines)
      .map(({ at, event, text }) => `${at} ${event}: ${shorten(onOneLine(text), 300)}`),
    asks: kind === 'approval-needed' ? asksOf(incident) : [],
    details: explains ? [...predictedLines(incident.alerts), ...(incident.details ?? [])] : [],
    findings: explains && incident.reading ? logStoryWithLink(incident.reading) : [],
    logs: kind === 'escalated' ? logs : null,
    code: codeOf(incident),
  };
}

function asksOf({ key, approval }: IncidentRecord): readonly string[] {
  return approval ? invitation(key, approval) : [];
}

/** Nobody vouches for the sender of a button. */
function codeOf({ approval }: IncidentRecord): string | null {
  return approval && !approval.verified ? approval.code : null;
}

/** Whether a report only says that something goes on or is over. */
export function wakesNobody(kind: ReportKind): boolean {
  return !escalationCauses.some((cause) => cause === kind) && kind !== 'unanswered';
}
