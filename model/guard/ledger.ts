import type { RunbookName } from '../names.ts';
import type { Target } from '../target.ts';
import type { GroupState } from './group.ts';
import type { Verdict } from './refusal.ts';

/** A repair that asks to begin, by an id of its own: asked twice it is one. */
export interface Claim {
  readonly id: string;
  readonly target: Target;
  readonly runbook: RunbookName;
  /** When its question was put, by the server's clock: what has ended since then need not be asked any more. */
  readonly putAt: number;
  /** When it first asked, which may be long after that on a busy worker. Milliseconds since the epoch, as the other. */
  readonly askedAt: number;
  /** The groups that the target is in, as they are now. */
  readonly groups: readonly GroupState[];
  /**
   * How long the repair may take, in milliseconds; after that its place is free again, whatever became of
   * it. Null for a rehearsal, which wants the answer but no place.
   */
  readonly lapsesAfterMs: number | null;
}

/** The answer to a claim, and whether its target had been repaired within 24 hours before. */
export interface ClaimAnswer {
  readonly verdict: Verdict;
  readonly recurs: boolean;
}

/** How a repair that had begun ended. */
export const repairEnds = ['verified', 'not-verified', 'not-acted', 'lapsed'] as const;
export type RepairEnd = (typeof repairEnds)[number];

/** A repair under way. Times are milliseconds since the epoch. */
export interface RunningRepair {
  readonly id: string;
  readonly target: Target;
  readonly runbook: RunbookName;
  readonly begunAt: number;
  readonly lapsesAt: number;
}

/** A repair of the last 24 hours. */
export interface EndedRepair extends Omit<RunningRepair, 'lapsesAt'> {
  readonly endedAt: number;
  readonly end: RepairEnd;
}

/** What a failure domain remembers of its repairs: enough to count, and bounded. */
export interface Ledger {
  readonly running: readonly RunningRepair[];
  /** In the order in which it was noticed: those of one target oldest first. */
  readonly ended: readonly EndedRepair[];
  /** When each target last had something new to ask. */
  readonly asked: readonly { readonly target: Target; readonly at: number }[];
  /** While a storm lasts, when it ends at the earliest. */
  readonly stormUntil: number | null;
}

export const emptyLedger: Ledger = { running: [], ended: [], asked: [], stormUntil: null };

const day = 24 * 60 * 60 * 1_000;

/** Repairs that acted and are kept; with more of them in a day nothing begins until the oldest is a day old. */
export const maxEnded = 2_000;

/** Repairs that ended without acting cost nothing: the latest are kept only to know a claim that comes late. */
const maxNotActed = 1_000;

/** Targets that are kept as having asked: beyond any threshold of a storm more of them say nothing new. */
const maxAsked = 1_000;

/** A place in the ledger for a repair that was let in; none for a rehearsal. */
export function begin(ledger: Ledger, { id, target, runbook, lapsesAfterMs }: Claim, now: number): Ledger {
  if (lapsesAfterMs === null) return ledger;
  const repair: RunningRepair = { id, target, runbook, begunAt: now, lapsesAt: now + lapsesAfterMs };
  return { ...ledger, running: [...ledger.running, repair] };
}

/** Gives a repair's place back and remembers how it ended; an id that has no place changes nothing. */
export function settle(ledger: Ledger, id: string, end: RepairEnd, now: number): Ledger {
  const repair = ledger.running.find((running) => running.id === id);
  if (!repair) return ledger;
  const { lapsesAt: _lapsesAt, ...ended } = repair;
  return {
    ...ledger,
    running: ledger.running.filter((running) => running.id !== id),
    ended: [...ledger.ended, { ...ended, endedAt: now, end }],
  };
}

/**
 * Remembers that a target asked. Asking again after a wait is no news, or those who wait would keep a
 * storm alive. A claim from the future counts as one of now, or it would never be forgotten.
 */
export function ask(ledger: Ledger, { target, askedAt, lapsesAfterMs }: Claim, now: number, withinMs: number): Ledger {
  const at = Math.min(askedAt, now);
  if (lapsesAfterMs === null || at <= now - withinMs) return ledger;
  if (ledger.asked.some((asked) => asked.target === target && asked.at >= at)) return ledger;
  const others = ledger.asked.filter((asked) => asked.target !== target);
  return { ...ledger, asked: [...others, { target, at }].slice(-maxAsked) };
}

/** Lets go of what is too old to count. */
export function forget(ledger: Ledger, now: number, askedWithinMs: number): Ledger {
  const lapsed = ledger.running.filter(({ lapsesAt }) => lapsesAt <= now);
  const settled = lapsed.reduce((left, { id, lapsesAt }) => settle(left, id, 'lapsed', lapsesAt), ledger);
  const ended = settled.ended.filter(({ endedAt }) => endedAt > now - day);
  const tooMany = ended.filter((repair) => !hasActed(repair)).slice(0, -maxNotActed);
  return {
    ...settled,
    ended: tooMany.length > 0 ? ended.filter((repair) => !tooMany.includes(repair)) : ended,
    asked: settled.asked.filter(({ at }) => at > now - askedWithinMs),
  };
}

/** Whether it changed its target, or may have. */
export function hasActed({ end }: EndedRepair): boolean {
  return end !== 'not-acted';
}

/** Whether a claim was made before its repair ended: it comes too late, and nobody waits for the answer. */
export function isLate({ ended }: Ledger, { id, putAt }: Claim): boolean {
  return ended.some((repair) => repair.id === id && putAt <= repair.endedAt);
}

/** The last repair of a target that was proven, if it ended within 24 hours: what is sick again has recurred. */
export function recurrenceOf(ledger: Ledger, target: Target): EndedRepair | undefined {
  return ledger.ended.findLast((ended) => ended.target === target && ended.end === 'verified');
}
