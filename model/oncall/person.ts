import type { ChannelType } from '../names.ts';

/** Somebody who can be told. */
export interface Person {
  readonly name: string;
  /** Where each type of channel reaches them: a mail address, a phone number, an id at Slack. */
  readonly addresses: Readonly<Partial<Record<ChannelType, string>>>;
  /** The names of the channels by which they are woken, all at once, the preferred one first. */
  readonly channels: readonly string[];
  /** A name of the IANA time zone database; null where nobody has said it. */
  readonly timeZone: string | null;
}

/** People who are told together. */
export interface Group {
  readonly name: string;
  /** Names of people. */
  readonly members: readonly string[];
}

/** What a type of channel has to know of a person; null where it reaches a service, whoever looks after that. */
export function addressedBy(type: ChannelType): 'email' | 'phone' | 'slack' | null {
  switch (type) {
    case 'email':
    case 'slack':
      return type;
    case 'sms':
    case 'voice':
      return 'phone';
    case 'console':
    case 'opsgenie':
    case 'pagerduty':
    case 'teams':
    case 'webhook':
      return null;
  }
}
