import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Refusal } from '../guard/refusal.ts';
import { incidentKeyOf, incidentWorkflowId } from '../names.ts';
import { isText, isTextOrNull } from '../shapes.ts';
import { escapeMarkdown, onOneLine, shorten } from '../text/markdown.ts';
import { toTheSecond } from '../text/utc.ts';
import type { Plan, Risk } from './plan.ts';
import { riskOf } from './plan.ts';
import type { ApprovalPolicy, Mode } from './policy.ts';

/** What a plan waits for: bound to one plan, the step it would begin with, and one run of the workflow. */
export interface ApprovalRequest {
  readonly plan: string;
  readonly step: number;
  /** What an approver has to write: a short text that no other plan, step or run has. */
  readonly code: string;
  readonly quorum: number;
  /** Who asked for the repair, and therefore may not approve it; null where no person did. */
  readonly requestedBy: string | null;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
}

/** An approval that is awaited, as people see it outside of the repair. */
export interface AwaitedApproval extends Pick<ApprovalRequest, 'plan' | 'code' | 'quorum' | 'expiresAt'> {
  /** The plan's summary. Not escaped. */
  readonly summary: string;
  /** Approvals that count so far. */
  readonly votes: number;
  /** How often people have been asked: once, and once more for each reminder. */
  readonly asked: number;
  /** Whether only a sender counts whom the server vouches for; it vouches for signals alone. */
  readonly verified: boolean;
  /** Who may approve, the first of them; none where anyone may, absent where an earlier version asked. */
  readonly approvers?: readonly string[];
  /** Who asked for the repair, and therefore may not approve it. */
  readonly requestedBy?: string | null;
}

/** How the wait for an approval can end. */
export const approvalEnds = ['approved', 'denied', 'expired', 'not-needed'] as const;
export type ApprovalEnd = (typeof approvalEnds)[number];

/** Characters of a code: as many as somebody types without a mistake. */
export const codeLength = 8;

const maxApproversShown = 10;
const maxNameLength = 60;

/** Characters of a hash that are shown where a whole one would be in the way. */
export const shortHashLength = 12;

/**
 * Which risk has to be approved before a step, if any: in mode `approve` everything that is not
 * destructive once, before the first step; in every mode each destructive step by itself, right before it.
 */
export function riskToApprove(mode: Mode, { steps }: Pick<Plan, 'steps'>, step: number): Risk | undefined {
  const risk = steps[step]?.risk;
  if (risk === 'destructive') return risk;
  if (mode !== 'approve' || step > 0) return undefined;
  return riskOf({ steps: steps.filter((other) => other.risk !== 'destructive') });
}

/** What an approval is asked for. */
interface Occasion {
  readonly plan: Plan;
  readonly step: number;
  readonly risk: Risk;
  /** The workflow's run: what was approved in one run is not approved in the next. */
  readonly runId: string;
  readonly requestedBy: string | null;
  readonly now: string;
}

/** Asks for an approval. It runs out with the policy's deadline, or with the plan. */
export function requestApproval(occasion: Occasion, { deadlineMs, quorum }: ApprovalPolicy): ApprovalRequest {
  const { plan, step, risk, runId, requestedBy, now } = occasion;
  const deadline = new Date(Date.parse(now) + deadlineMs).toISOString();
  const code = bytesToHex(sha256(utf8ToBytes(`${plan.hash} ${step} ${runId}`))).slice(0, codeLength);
  const expiresAt = deadline < plan.expiresAt ? deadline : plan.expiresAt;
  return { plan: plan.hash, step, code, quorum: quorum[risk], requestedBy, expiresAt };
}

/** A request with what people see of it besides. */
export function awaitedApproval(
  { plan, code, quorum, requestedBy, expiresAt }: ApprovalRequest,
  { approvers: all, requireVerified: verified }: Pick<ApprovalPolicy, 'approvers' | 'requireVerified'>,
  seen: Pick<AwaitedApproval, 'summary' | 'votes' | 'asked'>,
): AwaitedApproval {
  // One more than is shown tells that there are more.
  const approvers = all.slice(0, maxApproversShown + 1);
  return { plan, code, quorum, requestedBy, expiresAt, approvers, verified, ...seen };
}

/** How long people may still decide, in milliseconds. */
export function leftOf({ expiresAt }: ApprovalRequest, now: number): number {
  return Date.parse(expiresAt) - now;
}

/** What the timeline says when people are asked, the code first: whoever reads this may read it cut short. Not escaped. */
export function callForVotes({ summary, hash }: Plan, { code, quorum, expiresAt }: ApprovalRequest): string {
  const people = quorum === 1 ? 'one approval' : `${quorum} approvals`;
  return `code ${code}: ${people} of plan ${hash.slice(0, shortHashLength)} needed until ${expiresAt}: ${summary}`;
}

/**
 * Why a plan may not run after the wait for its approval; null when it may, or when nobody needs it any more.
 *
 * @param state how the approval stood in the end, such as `denied by kim` or `1 of 2 approvals`.
 */
export function refusalAtEnd(end: ApprovalEnd, state: string): Refusal | null {
  if (end === 'denied') return { reason: 'approval-denied', detail: state };
  return end === 'expired' ? { reason: 'approval-expired', detail: `nobody decided in time: ${state}` } : null;
}

/**
 * What is awaited and every way to give it, one plain line each. Not escaped.
 *
 * @param incident the incident that people vote at, by its key or its workflow id.
 * @param isHere whether people read this on the incident's own page.
 */
export function invitation(incident: string, approval: AwaitedApproval, isHere = false): readonly string[] {
  const { summary, plan, code, quorum, votes, expiresAt, verified } = approval;
  const key = incidentKeyOf(incident);
  const [option, dialog] = verified ? [' --signal', 'Send a Signal'] : ['', 'Send an Update'];
  const place = isHere ? 'on this page' : `in the Temporal UI: the workflow ${incidentWorkflowId(key)}`;
  return [
    `plan ${plan.slice(0, shortHashLength)}: ${shorten(onOneLine(summary), 200)}`,
    `code ${code}, ${votes} of ${quorum} approvals, until ${toTheSecond(expiresAt)}`,
    ...(approval.approvers ? [`by ${mayApprove(approval)}`] : []),
    `by command: nightshift approve ${key} --code ${code}${option}`,
    `${place}, More Actions, ${dialog}, approve, with ${sampleVote(code)}`,
    'to refuse it, deny in place of approve',
  ];
}

/** The invitation as a Markdown list, escaped. The vote is code: the Temporal UI makes typographic quotes of any other. */
export function invitationList(incident: string, approval: AwaitedApproval, isHere = false): readonly string[] {
  const vote = sampleVote(approval.code);
  return invitation(incident, approval, isHere).map((line) =>
    line.endsWith(vote) ? `- ${escapeMarkdown(line.slice(0, -vote.length))} \`${vote}\`` : `- ${escapeMarkdown(line)}`,
  );
}

function mayApprove({ approvers = [], requestedBy = null }: AwaitedApproval): string {
  const named = approvers.slice(0, maxApproversShown).map((name) => shorten(onOneLine(name), maxNameLength));
  const more = approvers.length > named.length ? ' and others' : '';
  const who = named.length > 0 ? `one of ${named.join(', ')}${more}` : 'anyone who says who they are';
  return requestedBy === null
    ? who
    : `${who}, but not ${shorten(onOneLine(requestedBy), maxNameLength)}, who asked for it`;
}

/** What an approver sends, as JSON, but for the name. */
export function sampleVote(code: string): string {
  return `{"code": "${code}", "by": "your name"}`;
}

/** Whether a value is an awaited approval that can be shown: it comes by a signal, which anyone can send. */
export function isAwaitedApproval(value: unknown): value is AwaitedApproval {
  if (typeof value !== 'object' || value === null) return false;
  const { summary, plan, code, quorum, votes, asked, expiresAt, verified, approvers, requestedBy } = value as Readonly<
    Record<string, unknown>
  >;
  return (
    typeof summary === 'string' &&
    isHex(plan) &&
    isHex(code) &&
    [quorum, votes, asked].every((count) => Number.isSafeInteger(count)) &&
    typeof expiresAt === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(expiresAt) &&
    typeof verified === 'boolean' &&
    (approvers === undefined || (Array.isArray(approvers) && approvers.every(isText))) &&
    (requestedBy === undefined || isTextOrNull(requestedBy))
  );
}

function isHex(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{8,64}$/.test(value);
}
