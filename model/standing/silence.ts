import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Labels } from '../alert/alert.ts';
import type { RunbookName } from '../names.ts';
import type { Plan } from '../remediation/plan.ts';
import type { VerificationPolicy } from '../remediation/policy.ts';
import type { FiringAlert } from '../remediation/remediation.ts';
import type { Target } from '../target.ts';

/** One silence, as Alertmanager knows it. */
export interface Silence {
  readonly id: string;
  readonly createdBy: string;
  readonly comment: string;
  /** RFC 3339, as Alertmanager writes it. */
  readonly startsAt: string;
  readonly endsAt: string;
  readonly state: SilenceState;
  /** The labels that an alert must have; null where its matchers ask for more than plain values. */
  readonly labels: Labels | null;
}

export const silenceStates = ['expired', 'active', 'pending'] as const;
type SilenceState = (typeof silenceStates)[number];

/** The author of every silence that Nightshift opens. */
export const silenceAuthor = 'nightshift';

const markLength = 32;

/** What the silences of one incident are known by: the same for every attempt, and after a Reset. */
export function silenceMark(incident: string, firstRunId: string): string {
  return bytesToHex(sha256(utf8ToBytes(`${incident} ${firstRunId}`))).slice(0, markLength);
}

/** The comment of a silence: it says what is going on, and ends with the mark. */
export function silenceComment(words: string, mark: string): string {
  return `${words} [nightshift ${mark}]`;
}

/**
 * The mark that a silence of Nightshift bears; null for one of anybody else, and for one that somebody has edited and so made
 * their own. It is read from author and comment alone: no label of an alert gets there.
 */
export function markOf({ createdBy, comment }: Pick<Silence, 'createdBy' | 'comment'>): string | null {
  if (createdBy !== silenceAuthor) return null;
  return /\[nightshift ([0-9a-f]{32})\]$/.exec(comment)?.[1] ?? null;
}

/** Until when an alert is to be silenced: as long as the work may take, and never longer than allowed from the first moment on. */
export function silenceUntil(nowMs: number, { openedAtMs, needMs, atMostMs }: SilenceTimes): number {
  return Math.min(nowMs + needMs, openedAtMs + atMostMs);
}

interface SilenceTimes {
  /** When the first silence of this repair was wanted. */
  readonly openedAtMs: number;
  /** How long the work from now on may take. */
  readonly needMs: number;
  readonly atMostMs: number;
}

/** Whose silences are meant. */
export interface SilenceQuestion {
  readonly incident: string;
  readonly target: Target;
  readonly runbook: RunbookName;
  readonly mark: string;
  readonly alerts: readonly Pick<FiringAlert, 'fingerprint' | 'labels'>[];
}

/** The order to silence the alerts of an incident while it is repaired. */
export interface SilenceOrder extends SilenceQuestion, SilenceTimes {}

/** What came of it. */
export interface OpenedSilences {
  /** The fingerprints of the alerts that are silenced by it now. */
  readonly silenced: readonly string[];
  /** ISO 8601, UTC. */
  readonly until: string;
}

/** How the alerts are once nothing is silenced any more. */
export interface EndedSilences {
  /** The fingerprints of alerts that Nightshift has silenced for this incident, whenever that was. */
  readonly silenced: readonly string[];
  /** Those of them that do not fire any more, as far as Alertmanager knows: it told nobody. */
  readonly gone: readonly string[];
  /** When it was asked, as `normaliseTimestamp` writes it. */
  readonly askedAt: string;
}

/** How long a plan may take, with its proof and its undo, and some minutes to spare. */
export function silenceNeedMs(
  { steps }: Pick<Plan, 'steps'>,
  { withinMs, holdMs }: Pick<VerificationPolicy, 'withinMs' | 'holdMs'>,
): number {
  const effectsMs = steps.reduce((sum, { expectedMs }) => sum + expectedMs, 0);
  return 2 * effectsMs + withinMs + holdMs + spareMs;
}

const spareMs = 5 * 60 * 1_000;
