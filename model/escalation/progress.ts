import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { IncidentRecord } from '../incident/incident.ts';
import type { EscalationCause, EscalationPolicy, EscalationState, Told } from './policy.ts';

/** A level in a round: both from 0. */
interface EscalationStep {
  readonly level: number;
  readonly round: number;
}

/** Begins at the first level, which is due at once. */
export function beginEscalation(policy: EscalationPolicy, because: EscalationCause, now: string): EscalationState {
  const begun = { policy, begunAt: now, because, level: -1, round: 0, nextAt: now, told: [] };
  return { ...begun, acknowledged: null, pressedBy: null, waitsForHours: false, ended: null };
}

/** The step after the one that was told last; null when every round is over. */
export function nextStep({ policy, level, round }: EscalationState): EscalationStep | null {
  if (level + 1 < policy.levels.length) return { level: level + 1, round };
  return round < policy.repeat ? { level: 0, round: round + 1 } : null;
}

/** When something is to be done: the next level, or the end of an acknowledgement. Milliseconds since the epoch. */
export function dueAt({ acknowledged, nextAt }: EscalationState): number | null {
  const due = acknowledged?.until ?? nextAt;
  return due === null ? null : Date.parse(due);
}

/** Takes in that the next level has been told, and starts its wait. */
export function tellStep(state: EscalationState, told: readonly Told[], nowMs: number): EscalationState {
  const step = nextStep(state);
  if (!step) return state;
  const waitMs = told.length > 0 ? (state.policy.levels[step.level]?.waitMs ?? 0) : 0;
  return { ...awake(state), ...step, told, nextAt: timeOf(nowMs + waitMs) };
}

/** Stops the clock for a while. A second acknowledgement prolongs, and never shortens. */
export function acknowledge(state: EscalationState, by: string, untilMs: number): EscalationState {
  const until = timeOf(Math.max(untilMs, Date.parse(state.acknowledged?.until ?? timeOf(untilMs))));
  return { ...awake(state), acknowledged: { by, until }, nextAt: null };
}

/**
 * Makes the next level due at once, whatever was acknowledged.
 *
 * @param pressedBy who asks for it, if somebody does: that waits for no hours.
 */
export function hurry(state: EscalationState, pressedBy: string | null, nowMs: number): EscalationState {
  return { ...awake(state), nextAt: timeOf(nowMs), pressedBy };
}

/** Lets the next level wait until people may be woken. */
export function postpone(state: EscalationState, untilMs: number): EscalationState {
  return { ...awake(state), nextAt: timeOf(untilMs), waitsForHours: true };
}

/** Stops the clock for good. */
export function endEscalation(state: EscalationState, why: string, now: string): EscalationState {
  return { ...awake(state), nextAt: null, ended: { at: now, why } };
}

/** Names the message that wakes somebody by a channel at the step that was told last: no other message has it. */
export function pageId(incident: IncidentRecord, state: EscalationState, { name, channel }: Told): string {
  const { key, openedAt } = incident;
  const { because, begunAt, level, round } = state;
  const parts = [key, openedAt, because, begunAt, round, level, name, channel];
  return `page-${bytesToHex(sha256(utf8ToBytes(JSON.stringify(parts)))).slice(0, 32)}`;
}

/** Goes on by an edited policy: what was told stays told, and a wait under way ends as it would have. */
export function underPolicy(state: EscalationState, policy: EscalationPolicy): EscalationState {
  return { ...state, policy, level: Math.min(state.level, policy.levels.length - 1) };
}

/** Why nobody has to be woken any more, as the incident stands; null while somebody has. */
export function reasonToStop({ because }: EscalationState, incident: IncidentRecord): string | null {
  if (incident.takenOverBy) return `${incident.takenOverBy} has taken over`;
  if (incident.status === 'resolved') return 'the trouble is over';
  if (because === 'approval-needed' && !incident.approval) return 'nothing waits for an approval any more';
  return null;
}

/** Without what held or hurried the step before. */
function awake(state: EscalationState): EscalationState {
  return { ...state, acknowledged: null, pressedBy: null, waitsForHours: false };
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
