import type { IncidentRecord } from '../incident/incident.ts';
import { noVote, refusalOf } from '../remediation/vote.ts';
import { acknowledgementMs, usualAcknowledgementMs } from './acknowledgement.ts';
import type { OperatorAsk, OperatorMessage } from './message.ts';
import type { OperatorRefusal } from './refusals.ts';

/** What a decision looks at. */
interface Moment {
  readonly incident: Pick<IncidentRecord, 'status' | 'approval' | 'closedBy'>;
  /** Whether a repair has begun that may have something to take back. */
  readonly isRepairing: boolean;
  readonly now: string;
}

/** Why an incident does not do what somebody asks for, as far as it knows itself: who may vote only the remediation does. */
export function judgeRequest(
  ask: OperatorAsk,
  message: OperatorMessage | undefined,
  { incident, isRepairing, now }: Moment,
): OperatorRefusal | undefined {
  if (!message) return 'unreadable';
  switch (ask) {
    case 'approve':
    case 'deny': {
      const { approval } = incident;
      const request = approval ? { ...approval, step: 0, requestedBy: null } : undefined;
      return refusalOf(ask, { ...noVote, ...message }, request, [], { approvers: [] }, now);
    }
    case 'undo':
      return isRepairing ? undefined : 'no-repair';
    case 'acknowledge':
      if (acknowledgementMs(message.for ?? null, usualAcknowledgementMs) === undefined) return 'bad-duration';
      if (incident.closedBy) return 'closing';
      return incident.status === 'resolved' ? 'resolved-already' : undefined;
    case 'escalate':
    case 'takeOver':
    case 'close':
      return incident.closedBy ? 'closing' : undefined;
  }
}
