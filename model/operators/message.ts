import type { Ballot } from '../remediation/vote.ts';
import { readVote } from '../remediation/vote.ts';
import { onOneLine, shorten } from '../text/markdown.ts';
import { maskSecrets } from '../text/redaction.ts';

/** What an operator may ask an incident for, by the names of its messages in `messageNames`. */
export const operatorAsks = ['approve', 'deny', 'acknowledge', 'escalate', 'undo', 'takeOver', 'close'] as const;
export type OperatorAsk = (typeof operatorAsks)[number];

/** What an operator sends with it. */
export interface OperatorMessage {
  /** Who. */
  readonly by: string | null;
  /** Why, or what for; for the timeline and the audit. */
  readonly comment: string | null;
  /** Which plan: only votes need it. */
  readonly code?: string | null;
  /** For how long an acknowledgement lasts, such as `30m`; null or absent takes the policy's. */
  readonly for?: string | null;
}

/** What an operator hears. */
export interface OperatorAnswer {
  /** How the incident stands now, in one plain sentence. */
  readonly state: string;
}

/**
 * Reads what somebody sent, in whatever form a dialog sends it: nothing or `true`; a text, which is the name, or for a vote
 * `"<code> <name>"`; or an object `{ by, comment, code, for }`.
 *
 * @returns undefined when it is none of these.
 */
export function readOperatorMessage(ask: OperatorAsk, input: unknown): OperatorMessage | undefined {
  const said = readVote(typeof input === 'string' && !isBallot(ask) ? { by: input.replace(/^\s*by\s/, '') } : input);
  const { for: time = null } = (typeof input === 'object' && input ? input : {}) as Readonly<Record<string, unknown>>;
  if (!said || (time !== null && typeof time !== 'string')) return undefined;
  return { by: masked(said.by), comment: masked(said.comment), code: said.code, for: time };
}

/** Whether somebody votes on a plan by it. */
export function isBallot(ask: OperatorAsk): ask is Ballot {
  return ask === 'approve' || ask === 'deny';
}

/** Who somebody is that a message may name. */
export function personIn(by: unknown): string {
  return typeof by === 'string' ? shorten(onOneLine(by), 100) : 'somebody';
}

function masked(text: string | null): string | null {
  return text === null ? null : maskSecrets(text);
}
