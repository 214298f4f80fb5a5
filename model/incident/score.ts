import type { RefusalReason } from '../guard/refusal.ts';
import type { RunbookName } from '../names.ts';
import type { Mode } from '../remediation/policy.ts';
import { modes } from '../remediation/policy.ts';
import type { OutcomeKind, OutcomeReason } from './outcome.ts';
import { outcomeKinds } from './outcome.ts';
import { isAmount, isObject, isOneOf, isTextOrNull } from '../shapes.ts';

/** What would have been done, for the record of runbooks that may not act yet. */
export interface Rehearsal {
  /** The plan's summary. Not escaped. */
  readonly plan: string;
  /** Why the guards would not have let it run; null when they would. */
  readonly refusal: RefusalReason | null;
}

/**
 * What an incident adds to the scorecard: kept in the workflow's memo, where a list of incidents shows it
 * without asking each of them. Times are milliseconds since the incident opened; null for what has not
 * happened.
 */
export interface Score {
  /** ISO 8601, UTC: the runs of one incident share it. */
  readonly openedAt: string;
  readonly runbook: RunbookName | null;
  readonly mode: Mode | null;
  readonly outcome: OutcomeKind | null;
  readonly reason: OutcomeReason | null;
  readonly attempts: number;
  /** Whether a repair changed something, or may have. */
  readonly acted: boolean;
  /** Whether people had to take over, approve or undo, at any time. */
  readonly human: boolean;
  /** Whether somebody asked for the alert, as in a drill. */
  readonly requested: boolean;
  /** From the start of the first alert that fired until the incident had it. */
  readonly acceptedMs: number | null;
  readonly firstActionMs: number | null;
  readonly verifiedMs: number | null;
  /** When the last of the alerts had cleared. */
  readonly clearedMs: number | null;
  /** Whether the target had been repaired, and proven healthy, within 24 hours before. */
  readonly recurs: boolean;
  /** The last plan, and what the guards said to it. */
  readonly rehearsal: Rehearsal | null;
}

/** The score of an incident that has just opened. */
export function newScore(openedAt: string): Score {
  return {
    openedAt,
    runbook: null,
    mode: null,
    outcome: null,
    reason: null,
    attempts: 0,
    acted: false,
    human: false,
    requested: false,
    acceptedMs: null,
    firstActionMs: null,
    verifiedMs: null,
    clearedMs: null,
    recurs: false,
    rehearsal: null,
  };
}

/** The key of the memo that holds it. */
export const scoreMemo = 'nightshiftScore';

/** What each part of a score may be. Names that this version does not know are taken: a newer worker may have written it. */
const parts: Readonly<Record<keyof Score, (value: unknown) => boolean>> = {
  openedAt: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  runbook: isTextOrNull,
  mode: (value) => value === null || isOneOf(modes, value),
  outcome: (value) => value === null || isOneOf(outcomeKinds, value),
  reason: isTextOrNull,
  attempts: isAmount,
  acted: isFlag,
  human: isFlag,
  requested: isFlag,
  acceptedMs: isTime,
  firstActionMs: isTime,
  verifiedMs: isTime,
  clearedMs: isTime,
  recurs: isFlag,
  rehearsal: (value) => value === null || isRehearsal(value),
};

/** Reads a memo, which anyone who may start a workflow can write; undefined unless every part has the right shape. */
export function readScore(value: unknown): Score | undefined {
  if (!isObject(value)) return undefined;
  const readable = Object.entries(parts).every(([name, isRight]) => isRight(value[name]));
  return readable ? (value as unknown as Score) : undefined;
}

function isRehearsal(value: unknown): boolean {
  return isObject(value) && typeof value['plan'] === 'string' && isTextOrNull(value['refusal']);
}

function isTime(value: unknown): boolean {
  return value === null || isAmount(value);
}

function isFlag(value: unknown): boolean {
  return typeof value === 'boolean';
}
