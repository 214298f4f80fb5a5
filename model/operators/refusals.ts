import type { ApprovalRequest } from '../remediation/approval.ts';
import { explainRefusal, voteRefusals } from '../remediation/vote.ts';
import { longestAcknowledgement, shortestAcknowledgement } from './acknowledgement.ts';
import { sampleOf } from './asks.ts';
import type { OperatorAsk } from './message.ts';
import { isBallot } from './message.ts';

/** Why an incident does not do what an operator asks for. A closed list: it is a metric label and stands in the audit. */
export const operatorRefusals = [...voteRefusals, 'no-repair', 'bad-duration', 'resolved-already', 'closing'] as const;
export type OperatorRefusal = (typeof operatorRefusals)[number];

/** What somebody whose message was refused can do, in one plain sentence. */
export function explainOperatorRefusal(
  ask: OperatorAsk,
  refusal: OperatorRefusal,
  approval: Pick<ApprovalRequest, 'code'> | null,
): string {
  if (refusal === 'no-repair') return 'no repair is under way here that could be taken back';
  if (refusal === 'bad-duration')
    return `"for" is a time such as 30m or 2h, from ${shortestAcknowledgement} to ${longestAcknowledgement}: send ${sampleOf(ask)}`;
  if (refusal === 'resolved-already') return 'it is resolved: nobody is woken for it';
  if (refusal === 'closing') return 'somebody has closed this incident: a later alert begins a new one';
  if (refusal === 'unreadable' && !isBallot(ask))
    return `this cannot be read: send ${sampleOf(ask)}, or "your name" alone`;
  return explainRefusal(refusal, approval ?? undefined);
}
