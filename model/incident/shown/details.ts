import { logDetails } from '../../logs/log-details.ts';
import { invitationList } from '../../remediation/approval.ts';
import { foundDetails } from './found-details.ts';
import { bytesOf, escapeMarkdown, onOneLine, shorten, withinBytes } from '../../text/markdown.ts';
import { toTheSecond } from '../../text/utc.ts';
import { mutedDetails } from './muted.ts';
import { askDetails, peopleDetails } from './operator-details.ts';
import { predictedDetails } from '../predicted.ts';
import type { IncidentRecord } from '../incident.ts';
import { firingAlerts } from '../incident.ts';

/** The Temporal UI fetches its rendering by a query string, which common proxies cut at 8 KB. */
const maxBytes = 4_000;
const maxAlertsShown = 5;
const maxEntriesShown = 8;
const maxEndingLength = 200;
/** What the newest entry needs, however many of its characters have to be escaped. */
const storyBytes = 1_100;

/**
 * What an operator sees at a glance in the Temporal UI, as Markdown: what fires, what was found, what
 * was done, what is awaited. Every piece of foreign text is escaped; the whole stays under 4 KB.
 */
export function incidentDetails(incident: IncidentRecord): string {
  const head = [
    `**${incident.status}** · severity ${incident.severity} · runbook ${incident.runbook ?? 'none'}`,
    '',
    `Target: ${escaped(incident.target ?? 'unknown', 80)}`,
    '',
    `Awaited: ${awaited(incident)}`,
    ...endingLines(incident),
    ...invitationLines(incident),
    ...peopleDetails(incident),
    '',
  ];
  const asks = askDetails(incident);
  const roomFor = (lines: readonly string[]) => maxBytes - bytesOf([...lines, ...asks]) - storyBytes;
  const above = [
    ...head,
    ...firingLines(incident),
    ...predictedDetails(incident.alerts),
    ...mutedDetails(incident.muted),
  ];
  const found = [...above, ...foundDetails(incident.details, roomFor(above))];
  const logs = logDetails(incident.reading, roomFor(found));
  const top = withinBytes([...found, ...logs, ...asks, '', '**What happened**', ''], maxBytes);
  // Under a flood of text it is the oldest entry that has to go.
  const story = withinBytes(storyLines(incident).toReversed(), maxBytes - bytesOf(top));
  return [...top, ...story.toReversed()].join('\n');
}

function firingLines(incident: IncidentRecord): readonly string[] {
  const firing = firingAlerts(incident);
  if (firing.length === 0) return ['**Nothing fires**'];
  const shown = firing
    .slice(0, maxAlertsShown)
    .map(([, { name, firedAt }]) => `- ${escaped(name, 60)} since ${toTheSecond(firedAt)}`);
  const more = firing.length > shown.length ? [`- and ${firing.length - shown.length} more`] : [];
  return ['**Firing**', '', ...shown, ...more];
}

function storyLines(incident: IncidentRecord): readonly string[] {
  const entries = incident.timeline.entries.slice(-maxEntriesShown);
  return entries.map(({ at, event, text }) => `- ${at.slice(11, 19)} ${event}: ${escaped(text, 160)}`);
}

/** What is to be approved, and how. */
function invitationLines({ approval, key }: IncidentRecord): readonly string[] {
  if (!approval) return [];
  return ['', ...invitationList(key, approval, true), `- hash of the plan: ${inGroups(approval.plan)}`];
}

/** How the last repair ended, where nothing has begun since. */
function endingLines({ outcome, status }: IncidentRecord): readonly string[] {
  if (!outcome || (status !== 'escalated' && status !== 'resolved')) return [];
  const words = [outcome.kind, outcome.reason ?? '', outcome.detail].filter(Boolean).join(': ');
  return ['', `Outcome: ${escaped(words, maxEndingLength)}`];
}

/** A hash that can be compared by eye, and that lines can break. */
function inGroups(hash: string): string {
  return hash.replace(/.{16}(?=.)/g, '$& ');
}

function awaited(incident: IncidentRecord): string {
  switch (incident.status) {
    case 'open':
    case 'investigating':
      return 'the diagnosis';
    case 'awaiting-approval':
      return incident.approval ? 'an approval' : 'the guards, which have to let the approved plan begin';
    case 'repairing':
      return 'the end of the repair';
    case 'verifying':
      return 'proof that the target stays healthy';
    case 'escalated':
      return 'a human';
    case 'resolved':
      return firingAlerts(incident).length > 0 ? 'the alerts to clear' : 'the end of the hold-down window';
  }
}

function escaped(text: string, maxLength: number): string {
  return escapeMarkdown(shorten(onOneLine(text), maxLength));
}
