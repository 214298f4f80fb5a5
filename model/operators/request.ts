import type { RunbookName } from '../names.ts';
import type { OwnMessageRef } from '../remediation/sender.ts';
import type { Target } from '../target.ts';
import type { OperatorAsk } from './message.ts';
import type { OperatorRefusal } from './refusals.ts';

/** What somebody asked an incident for, with all that its record needs. */
export interface OperatorRequest {
  readonly ask: OperatorAsk;
  /** Null for an Update that was refused before it entered the history. */
  readonly message: OwnMessageRef | null;
  readonly by: string | null;
  readonly comment: string | null;
  readonly refusal: OperatorRefusal | null;
}

/** What it is about. */
export interface RequestSubject {
  readonly target: Target | null;
  readonly runbook: RunbookName | null;
}

/** What was asked of one incident. */
export interface OperatorRequests extends RequestSubject {
  readonly requests: readonly OperatorRequest[];
}
