import { onOneLine, shorten } from '../text/markdown.ts';
import { isUnreadable } from '../unreadable.ts';
import type { ApprovalRequest } from './approval.ts';
import { codeLength, sampleVote } from './approval.ts';
import type { ApprovalPolicy } from './policy.ts';
import type { RemediationOrder } from './remediation.ts';
import type { MessageRef, SenderIdentity } from './sender.ts';

const maxNameLength = 100;
const maxCommentLength = 500;

/** A vote as it was written. */
export interface Vote {
  readonly code: string | null;
  readonly by: string | null;
  readonly comment: string | null;
}

/** A vote that says nothing. */
export const noVote: Vote = { code: null, by: null, comment: null };

/** A vote that counts. */
export interface CountedVote {
  readonly by: string;
  readonly comment: string | null;
  /** Whether the server vouches for who it was. */
  readonly verified: boolean;
  readonly message: MessageRef;
}

/** What a vote is for. */
export type Ballot = 'approve' | 'deny';

/** A vote with all that its record needs. */
export interface CastVote {
  readonly ballot: Ballot;
  /** Null for an Update that was refused before it entered the history. */
  readonly message: MessageRef | null;
  /** Null where nobody has asked yet. */
  readonly sender: SenderIdentity | null;
  readonly vote: Vote;
  readonly refusal: VoteRefusal | null;
  readonly request: ApprovalRequest | null;
}

/** Votes on the plan of one repair. */
export interface CastVotes extends Pick<RemediationOrder, 'incident' | 'target' | 'runbook'> {
  readonly votes: readonly CastVote[];
}

/** What a voter hears. */
export interface VoteAnswer {
  readonly counted: boolean;
  /** How the approval stands now, in one plain sentence. */
  readonly state: string;
}

/** Why a vote does not count. A closed list: it is a metric label and stands in the audit. */
export const voteRefusals = [
  'unreadable',
  'nothing-asked',
  'no-code',
  'wrong-code',
  'expired',
  'unnamed',
  'not-an-approver',
  'is-requester',
  'voted-already',
  'unverified',
  'replayed',
  'unrecorded',
] as const;
export type VoteRefusal = (typeof voteRefusals)[number];

/**
 * Reads a vote out of whatever a dialog sent: an object `{ code, by, comment }`, a text `"<code>"` or
 * `"<code> <name>"`, or nothing at all, which is a vote without a code.
 *
 * @returns undefined when it is none of these.
 */
export function readVote(input: unknown): Vote | undefined {
  if (input === undefined || input === null || input === true) return { code: null, by: null, comment: null };
  if (typeof input === 'string') return readWords(input);
  if (typeof input !== 'object' || Array.isArray(input) || isUnreadable(input)) return undefined;
  const { code, by, comment } = input as Readonly<Record<string, unknown>>;
  const parts = [code, by, comment];
  if (!parts.every((part) => part === undefined || part === null || typeof part === 'string')) return undefined;
  return {
    code: textOf(code, codeLength)?.toLowerCase() ?? null,
    by: textOf(by, maxNameLength),
    comment: textOf(comment, maxCommentLength),
  };
}

/**
 * Why a vote does not count, as far as the workflow alone can tell. A "no" always counts of whoever may
 * approve or has asked for the repair, also of somebody who had said "yes".
 *
 * @param counted the votes that counted before.
 */
export function refusalOf(
  ballot: Ballot,
  vote: Vote | undefined,
  request: ApprovalRequest | undefined,
  counted: readonly CountedVote[],
  { approvers }: Pick<ApprovalPolicy, 'approvers'>,
  now: string,
): VoteRefusal | undefined {
  if (!vote) return 'unreadable';
  if (!request) return 'nothing-asked';
  if (vote.code === null) return 'no-code';
  if (vote.code !== request.code) return 'wrong-code';
  if (now >= request.expiresAt) return 'expired';
  if (vote.by === null) return 'unnamed';
  const { by } = vote;
  if (isSamePerson(by, request.requestedBy)) return ballot === 'approve' ? 'is-requester' : undefined;
  if (approvers.length > 0 && !approvers.includes(by)) return 'not-an-approver';
  if (ballot === 'deny') return undefined;
  return counted.some((before) => isSamePerson(by, before.by)) ? 'voted-already' : undefined;
}

/** Whether two names are one person's, however they are written: whoever is in doubt about it is not two people. */
function isSamePerson(one: string, other: string | null): boolean {
  return other !== null && foldName(one) === foldName(other);
}

function foldName(name: string): string | undefined {
  return textOf(name.normalize('NFKC'), maxNameLength)?.toLowerCase();
}

/** What somebody whose vote does not count can do, in one plain sentence. */
export function explainRefusal(refusal: VoteRefusal, request: Pick<ApprovalRequest, 'code'> | undefined): string {
  const example = sampleVote(request?.code ?? 'abcd1234');
  const words: Readonly<Record<VoteRefusal, string>> = {
    unreadable: `this cannot be read as a vote: send ${example}`,
    'nothing-asked': 'no plan waits for an approval here',
    'no-code': `say which plan you mean: send ${example} with the code of the plan that you have read`,
    'wrong-code': 'this code belongs to another plan, step or run: read the plan that waits now, and send its code',
    expired: 'the time to decide is over',
    unnamed: `say who you are: send ${example}`,
    'not-an-approver': 'the policy does not name you among the approvers',
    'is-requester': 'whoever asked for a repair cannot approve it',
    'voted-already': 'your vote counts already: it takes another person',
    replayed: 'this vote was meant for a run before a reset: vote anew',
    unverified: 'the policy takes only votes whose sender the Temporal server vouches for',
    unrecorded: 'your vote could not be recorded, and does not count before it is: try again later',
  };
  return words[refusal];
}

function readWords(text: string): Vote {
  const [code, ...name] = onOneLine(text).trim().split(' ');
  return {
    code: textOf(code, codeLength)?.toLowerCase() ?? null,
    by: textOf(name.filter((word, index) => index > 0 || word !== 'by').join(' '), maxNameLength),
    comment: null,
  };
}

function textOf(value: unknown, maxLength: number): string | null {
  if (typeof value !== 'string') return null;
  return shorten(onOneLine(value).trim(), maxLength) || null;
}
