import { shorten } from '../text/markdown.ts';

/** What can happen in an incident's life. */
export const timelineEvents = [
  'alert-joined',
  'alert-fired-again',
  'alert-resolved',
  'alert-not-tracked',
  'foreseen',
  'diagnosed',
  'planned',
  'refused',
  'approval-requested',
  'voted',
  'vote-refused',
  'acted',
  'action-failed',
  'undo-wanted',
  'undone',
  'undo-failed',
  'verified',
  'not-verified',
  'stood-down',
  'silenced',
  'silence-ended',
  'silence-failed',
  'resolved',
  'escalated',
  'paged',
  'page-failed',
  'escalation-changed',
  'escalation-ended',
  'acknowledged',
  'escalation-wanted',
  'taken-over',
  'closing',
  'reopened',
  'closed',
  'request-refused',
  'report-failed',
  'bad-message',
] as const;
export type TimelineEvent = (typeof timelineEvents)[number];

export interface TimelineEntry {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly event: TimelineEvent;
  /** One plain line, masked but not escaped. */
  readonly text: string;
}

/** The newest entries, oldest first, and how many older ones were left out. */
export interface Timeline {
  readonly entries: readonly TimelineEntry[];
  readonly left: number;
}

export const emptyTimeline: Timeline = { entries: [], left: 0 };

const maxEntries = 200;
const maxTextLength = 1_000;

/** Appends entries; beyond the limit the oldest make room, because the workflow history still has them. */
export function append(timeline: Timeline, entries: readonly TimelineEntry[]): Timeline {
  const all = [
    ...timeline.entries,
    ...entries.map((entry) => ({ ...entry, text: shorten(entry.text, maxTextLength) })),
  ];
  const surplus = Math.max(0, all.length - maxEntries);
  return { entries: all.slice(surplus), left: timeline.left + surplus };
}
