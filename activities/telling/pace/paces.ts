import type { ChannelType } from '../../../model/names.ts';

/** How fast messages may go to one channel: so many at once, and so many over time. */
export interface Pace {
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * What vendors say that one sender may send, as of 2026; null where only its owner can say, or nobody has to. Beyond it they
 * answer 429, which is waited for as well.
 */
export const paces: Readonly<Record<ChannelType, Pace | null>> = {
  console: null,
  // Mail servers differ; this is slow for none of them.
  email: { perSecond: 5, burst: 20 },
  // By plan and number of users; the smallest ones refill about once a second.
  opsgenie: { perSecond: 1, burst: 10 },
  // 120 events a minute for one routing key.
  pagerduty: { perSecond: 2, burst: 20 },
  // One message a second in one conversation, with short bursts.
  slack: { perSecond: 1, burst: 5 },
  // One segment a second from one ordinary number; what is more waits at Twilio, unseen.
  sms: { perSecond: 1, burst: 3 },
  // Four requests a second to one team or channel.
  teams: { perSecond: 2, burst: 4 },
  // One call a second for one account.
  voice: { perSecond: 1, burst: 1 },
  webhook: null,
};
