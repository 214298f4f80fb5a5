import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { ActionName, RunbookName } from '../names.ts';
import type { Target } from '../target.ts';
import { canonicalJson } from '../text/canonical-json.ts';

/** How much an action can hurt, in rising order. */
const risks = ['safe', 'disruptive', 'destructive'] as const;
export type Risk = (typeof risks)[number];

/** One side effect on one explicit target. */
export interface Action {
  readonly action: ActionName;
  readonly target: Target;
  /** What exactly, for an action that could do more than one thing: the revision to go back to. */
  readonly settings?: Settings;
}

/** What exactly an action shall do, as short texts by name. */
export type Settings = Readonly<Record<string, string>>;

/** What a runbook wants to have done, in order. */
export interface Proposal {
  /** One plain sentence for people. */
  readonly summary: string;
  readonly actions: readonly Action[];
}

/** What an action depends on, as short texts by name; compared letter by letter. */
export type Facts = Readonly<Record<string, string>>;

/** One action of a plan, with all that decides whether and how it may run. */
export interface Step extends Action {
  readonly risk: Risk;
  /** What takes it back; null where nothing does. */
  readonly undo: Action | null;
  readonly expectedMs: number;
  /** It heals nothing: it keeps harm from spreading, and stands while the target is not healthy. */
  readonly contains?: true;
  /** What was true of the target when the plan was made, and must still be true when the step begins. */
  readonly preconditions: Facts;
}

/** An immutable list of steps. Whoever approves or performs it names it by its hash. */
export interface Plan {
  /** SHA-256 over the canonical form of everything else, in hex. */
  readonly hash: string;
  readonly runbook: RunbookName;
  readonly target: Target;
  readonly summary: string;
  readonly steps: readonly Step[];
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  /** No step begins after this. */
  readonly expiresAt: string;
}

/** Seals a plan: the same content at the same time gives the same hash, anything else another one. */
export function sealPlan(content: Omit<Plan, 'hash'>): Plan {
  return { ...content, hash: bytesToHex(sha256(utf8ToBytes(canonicalJson(content)))) };
}

/** The gravest risk among a plan's steps. */
export function riskOf({ steps }: Pick<Plan, 'steps'>): Risk {
  return risks.findLast((risk) => steps.some((step) => step.risk === risk)) ?? 'safe';
}

/** How an action went; `unknown` when it may have happened although nobody heard so. */
export interface ActionResult {
  readonly result: 'done' | 'failed' | 'unknown';
  /** One plain line, masked. */
  readonly summary: string;
}
