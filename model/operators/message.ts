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
