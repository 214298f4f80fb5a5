import type { LogReading } from '../logs/log-reading.ts';
import { logDetails } from '../logs/log-details.ts';
import type { Outcome } from '../incident/outcome.ts';
import type { TimelineEntry } from '../incident/timeline.ts';
import { durationInWords } from '../text/duration.ts';
import { bytesOf, escapeMarkdown, onOneLine, shorten, withinBytes } from '../text/markdown.ts';
import type { AwaitedApproval } from './approval.ts';
import { invitationList } from './approval.ts';
import { foundDetails } from '../incident/shown/found-details.ts';
import type { Plan, Step } from './plan.ts';
import type { RemediationOrder } from './remediation.ts';

/** What a repair does now. */
type RepairPhase = 'diagnosing' | 'planning' | 'guard' | 'approval' | 'acting' | 'undoing' | 'verifying';

/** What became of a step of the plan so far. */
export type StepState = 'waits' | 'under way' | 'done' | 'failed' | 'unknown' | 'refused' | 'undone' | 'undo failed';

/** How far a repair is, as people see it where they vote. */
export interface RepairView {
  readonly order: RemediationOrder;
  readonly phase: RepairPhase;
  readonly plan: Plan | null;
  /** One for each step of the plan. */
  readonly steps: readonly StepState[];
  readonly approval: AwaitedApproval | null;
  /** What was found, one line each. */
  readonly found: readonly string[];
  /** What the logs say; null while they were not read. */
  readonly reading: LogReading | null;
  readonly outcome: Outcome | null;
  /** What happened, newest last. */
  readonly story: readonly TimelineEntry[];
}

/** The Temporal UI fetches its rendering by a query string, which common proxies cut at 8 KB. */
const maxBytes = 4_000;
const maxEntriesShown = 6;
/** What the newest entry needs, however many of its characters have to be escaped. */
const storyBytes = 1_100;
const maxFactsShown = 10;

const phases: Readonly<Record<RepairPhase, string>> = {
  diagnosing: 'Looks at the target',
  planning: 'Makes a plan',
  guard: 'Asks the guards whether the plan may run now',
  approval: 'Waits for an approval',
  acting: 'Carries out the plan',
  undoing: 'Takes back what was done',
  verifying: 'Waits for proof that the target is healthy and stays so',
};

/** A repair that has done nothing yet. */
export function newRepairView(order: RemediationOrder): RepairView {
  const nothing = { plan: null, steps: [], approval: null, found: [], reading: null, outcome: null, story: [] };
  return { order, phase: 'diagnosing', ...nothing };
}

/**
 * What people see of a repair in the Temporal UI, as Markdown: what it does, what they are asked, the whole
 * plan, and what happened. Every piece of foreign text is escaped; the whole stays under 4 KB, and says so
 * where a plan does not fit.
 */
export function remediationDetails(view: RepairView): string {
  const { order, plan, steps } = view;
  const head = [
    `**${doing(view)}** · runbook ${order.runbook} · mode ${order.policy.mode}`,
    '',
    `Target: ${escaped(order.target, 200)}`,
    ...approvalLines(view),
    ...(plan ? planLines(plan) : []),
  ];
  const listed = plan ? plan.steps.map((step, index) => stepLines(step, index, steps[index] ?? 'waits')) : [];
  const shown = withinBytes(listed, maxBytes - bytesOf(head) - bytesOf([leftOut(listed.length)]));
  const missing = listed.length - shown.length;
  const above = withinBytes([...head, ...shown, ...(missing > 0 ? ['', leftOut(missing)] : [])], maxBytes);
  const roomFor = (lines: readonly string[]) => maxBytes - bytesOf([...lines, ...storyHead]) - storyBytes;
  const found = [...above, ...foundDetails(view.found, roomFor(above))];
  const top = [...found, ...logDetails(view.reading, roomFor(found))];
  // The oldest entry is the first that has no room.
  const room = maxBytes - bytesOf([...top, ...storyHead]);
  const story = withinBytes(storyLines(view.story).toReversed(), room).toReversed();
  return [...top, ...(story.length > 0 ? [...storyHead, ...story] : [])].join('\n');
}

const storyHead = ['', '**What happened**', ''];

function doing({ phase, outcome }: RepairView): string {
  if (!outcome) return phases[phase];
  const reason = outcome.reason ? `, ${outcome.reason}` : '';
  return `Ended: ${outcome.kind}${reason}: ${escaped(outcome.detail, 160)}`;
}

function approvalLines({ approval, order }: RepairView): readonly string[] {
  if (!approval) return [];
  return ['', '**To be approved or denied**', '', ...invitationList(order.incident, approval)];
}

function planLines({ summary, hash, expiresAt }: Plan): readonly string[] {
  return ['', `**Plan**: ${escaped(summary, 200)}`, '', `Hash ${hash}. No step begins after ${expiresAt}.`, ''];
}

/** One step as one piece: half of it would say something else. */
function stepLines({ action, target, risk, undo, expectedMs, preconditions }: Step, at: number, state: StepState) {
  const facts = Object.entries(preconditions).map(([name, value]) => `${escaped(name, 40)} = ${escaped(value, 80)}`);
  const more = facts.length > maxFactsShown ? [`and ${facts.length - maxFactsShown} more`] : [];
  const takenBack = undo ? `${undo.action} on ${escaped(undo.target, 200)}` : 'none';
  return [
    `${at + 1}. **${state}**: ${action} on ${escaped(target, 200)}`,
    `   - risk ${risk}, undo: ${takenBack}, takes about ${durationInWords(expectedMs)}`,
    `   - only while ${[...facts.slice(0, maxFactsShown), ...more].join(', ') || 'nothing is asked of the target'}`,
  ].join('\n');
}

function leftOut(count: number): string {
  return `**${count} more steps have no room here**: the result of the activity preparePlan has them all.`;
}

function storyLines(story: readonly TimelineEntry[]): readonly string[] {
  return story
    .slice(-maxEntriesShown)
    .map(({ at, event, text }) => `- ${at.slice(11, 19)} ${event}: ${escaped(text, 160)}`);
}

function escaped(text: string, maxLength: number): string {
  return escapeMarkdown(shorten(onOneLine(text), maxLength));
}
