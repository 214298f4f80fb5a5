import type { Logger } from 'pino';
import type { Report } from '../../model/incident/report.ts';
import type { ChannelType } from '../../model/names.ts';
import type { SettingsOf } from '../../model/notices/channel-settings.ts';
import type { Receipt, Recipient } from '../../model/notices/notice.ts';

/** What a channel is given to deliver. */
export interface Message {
  readonly report: Report;
  /** The same on every attempt, and no other message has it: vendors that know such keys drop what they have already. */
  readonly id: string;
  /** 1 for the first attempt: from the second one on, what was sent may have arrived. */
  readonly attempt: number;
  /** Null where it is for all who follow the channel. */
  readonly to: Recipient | null;
  /** What this channel answered when it was told of the same incident before; null where it was not. */
  readonly receipt: Receipt | null;
  /** Where people see the incident; null where nobody has said how they reach the Temporal UI. */
  readonly page: string | null;
}

/** What channels may use. */
export interface ChannelDependencies {
  readonly log: Logger;
}

/**
 * Delivers one message, and answers what it wants to be given with the next one about the same incident. Throws
 * `ChannelRefused`, `ChannelUnavailable` or, with the time to wait, `ChannelBusy`, in which nothing secret may stand.
 */
export type Channel<Type extends ChannelType> = (
  message: Message,
  settings: SettingsOf<Type>,
  deps: ChannelDependencies,
) => Promise<Receipt | null>;
