import type { Report } from '../incident/report.ts';
import type { ChannelRef } from '../remediation/policy.ts';
import type { Receipt } from './receipt.ts';

export type { Receipt };

/** One person who is to be reached by one channel. */
export interface Recipient {
  /** As the configuration names them. */
  readonly person: string;
  /** Where the channel reaches them: a mail address, a phone number, an id at Slack; null where it reaches a service. */
  readonly address: string | null;
}

/** One report on its way to one channel, and there to somebody or to everybody. */
export interface Notice {
  readonly channel: ChannelRef;
  readonly report: Report;
  /** Names this message: the same on every attempt, and no other message has it. Absent in what older workflows sent. */
  readonly id?: string;
  /** Null or absent where it is for all who follow the channel. */
  readonly to?: Recipient | null;
  /** What the channel answered to an earlier message about this incident to the same recipient, if anything. */
  readonly receipt?: Receipt | null;
}
