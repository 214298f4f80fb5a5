import type { EscalationState, EscalationTarget } from '../../escalation/policy.ts';
import { nextStep } from '../../escalation/progress.ts';
import { messageNames } from '../../names.ts';
import { askedFor, sampleOf } from '../../operators/asks.ts';
import type { OperatorAsk } from '../../operators/message.ts';
import { escapeMarkdown, onOneLine, shorten } from '../../text/markdown.ts';
import { toTheSecond } from '../../text/utc.ts';
import type { IncidentRecord } from '../incident.ts';
import { isClosing } from '../incident.ts';

const maxNamesShown = 5;
const maxNameLength = 60;

/** Who looks after an incident, and whom the escalation has told, as lines of Markdown. */
export function peopleDetails(incident: IncidentRecord): readonly string[] {
  const { takenOverBy, closedBy, escalation, acknowledged = null } = incident;
  const looksAfter = escalation ? escalation.acknowledged : acknowledged;
  const lines = [
    ...(closedBy ? [`closed by ${closedBy}, as soon as nothing is under way`] : []),
    ...(takenOverBy ? [`taken over by ${takenOverBy}: nothing more is begun`] : []),
    ...(looksAfter ? [`${looksAfter.by} looks after it until ${toTheSecond(looksAfter.until)}`] : []),
    ...(escalation ? escalationLines(escalation) : []),
  ];
  if (lines.length === 0) return [];
  // A list right behind another one would be part of it.
  return ['', '**People**', '', ...lines.map((line) => `- ${escapeMarkdown(line)}`)];
}

/** What somebody may ask for on the incident's page now, beside a vote, as lines of Markdown. */
export function askDetails(incident: IncidentRecord): readonly string[] {
  const asks = sensibleAsks(incident);
  if (asks.length === 0) return [];
  return [
    '',
    '**What you can do here**: More Actions, Send an Update',
    '',
    ...asks.map((ask) => `- **${messageNames[ask]}** with \`${sampleOf(ask)}\`: ${askedFor[ask]}`),
  ];
}

function sensibleAsks(incident: IncidentRecord): readonly OperatorAsk[] {
  if (isClosing(incident)) return [];
  const { status, takenOverBy } = incident;
  const needsPeople: readonly OperatorAsk[] = status === 'resolved' ? [] : ['acknowledge', 'escalate'];
  const acts: readonly OperatorAsk[] = status === 'repairing' || status === 'verifying' ? ['undo'] : [];
  return [...needsPeople, ...acts, ...(takenOverBy ? [] : (['takeOver'] as const)), 'close'];
}

function escalationLines(escalation: EscalationState): readonly string[] {
  const { policy, told, nextAt } = escalation;
  const step = nextStep(escalation);
  const next = step === null ? ['nobody is left'] : (policy.levels[step.level]?.targets.map(inWords) ?? []);
  return [
    ...(told.length > 0 ? [`told last: ${listed(told.map(({ name }) => name))}`] : []),
    ...(nextAt ? [`told next, at ${toTheSecond(nextAt)}: ${listed(next)}`] : []),
  ];
}

function inWords({ kind, name }: EscalationTarget): string {
  return kind === 'schedule' ? `on call in ${name}` : name;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, maxNamesShown).map((name) => shorten(onOneLine(name), maxNameLength));
  return [...shown, ...(names.length > shown.length ? [`${names.length - shown.length} more`] : [])].join(', ');
}
