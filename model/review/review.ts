import type { Severity } from '../alert/alert.ts';
import { isFiring } from '../alert/tracked-alerts.ts';
import type { IncidentRecord } from '../incident/incident.ts';
import { predictedLines } from '../incident/predicted.ts';
import type { TimelineEntry, TimelineEvent } from '../incident/timeline.ts';
import { logStoryWithLink } from '../logs/log-story.ts';
import type { Took } from './durations.ts';
import { durationsOf } from './durations.ts';
import type { Chart, Charts } from './metric.ts';
import { openQuestions } from './questions.ts';

/** One alert of the incident. */
interface ReviewedAlert {
  readonly name: string;
  readonly firedAt: string;
  /** Null while it fires. */
  readonly clearedAt: string | null;
}

/** What happened in one incident, for those who want to learn from it: plain lines, masked, not escaped for any medium. */
export interface Review {
  readonly incident: string;
  readonly target: string;
  readonly severity: Severity;
  readonly runbook: string;
  readonly openedAt: string;
  /** Null while it goes on. */
  readonly endedAt: string | null;
  /** How it ended, in one sentence. */
  readonly ending: string;
  /** Where its workflow is shown; null where nobody has said. */
  readonly page: string | null;
  readonly alerts: readonly ReviewedAlert[];
  readonly took: readonly Took[];
  readonly tried: readonly TimelineEntry[];
  readonly decisions: readonly TimelineEntry[];
  readonly evidence: readonly string[];
  readonly charts: readonly Chart[];
  readonly timeline: readonly TimelineEntry[];
  /** Older entries that only the workflow's history has. */
  readonly left: number;
  readonly questions: readonly string[];
}

/** What was planned, done and taken back, and whether it helped. */
const attemptEvents: ReadonlySet<TimelineEvent> = new Set([
  'planned',
  'refused',
  'acted',
  'action-failed',
  'undone',
  'undo-failed',
  'verified',
  'not-verified',
  'stood-down',
]);

/** What people said, and were asked. */
const decisionEvents: ReadonlySet<TimelineEvent> = new Set([
  'approval-requested',
  'voted',
  'vote-refused',
  'undo-wanted',
  'paged',
  'acknowledged',
  'escalation-wanted',
  'escalation-ended',
  'taken-over',
  'closing',
  'closed',
]);

/**
 * Puts together what is known of an incident.
 *
 * @param page where its workflow is shown; null where nobody has said.
 */
export function reviewOf(record: IncidentRecord, { charts, problems }: Charts, page: string | null): Review {
  const { timeline, outcome, status, statusSince } = record;
  const isOver = outcome !== null && (status === 'resolved' || status === 'escalated');
  return {
    incident: record.key,
    target: record.target ?? 'unknown',
    severity: record.severity,
    runbook: record.runbook ?? 'none',
    openedAt: record.openedAt,
    endedAt: isOver ? statusSince : null,
    ending: isOver ? `${outcome.kind}: ${outcome.detail}` : `under way: ${status} since ${statusSince}`,
    page,
    alerts: Object.values(record.alerts).map((alert) => ({
      name: alert.name,
      firedAt: alert.firedAt,
      clearedAt: isFiring(alert) ? null : alert.endedAt,
    })),
    took: durationsOf(record),
    tried: timeline.entries.filter(({ event }) => attemptEvents.has(event)),
    decisions: timeline.entries.filter(({ event }) => decisionEvents.has(event)),
    evidence: evidenceOf(record, problems),
    charts,
    timeline: timeline.entries,
    left: timeline.left,
    questions: openQuestions(record),
  };
}

function evidenceOf(record: IncidentRecord, problems: readonly string[]): readonly string[] {
  return [
    ...predictedLines(record.alerts),
    ...(record.details ?? []),
    ...(record.reading ? logStoryWithLink(record.reading) : []),
    ...problems,
  ];
}
