import { z } from 'zod';
import { Console } from './console.ts';
import { Email } from './email.ts';
import { Opsgenie } from './opsgenie.ts';
import { PagerDuty } from './pagerduty.ts';
import { Slack } from './slack.ts';
import { Teams } from './teams.ts';
import { Sms, Voice } from './twilio.ts';
import { Webhook } from './webhook.ts';

/** One way to reach people. */
export const Channel = z.discriminatedUnion('type', [
  Console,
  Email,
  Opsgenie,
  PagerDuty,
  Slack,
  Sms,
  Teams,
  Voice,
  Webhook,
]);
export type ChannelFile = z.output<typeof Channel>;

/** What a channel is called. */
export function nameOfChannel({ name, type }: { readonly name?: string | undefined; readonly type: string }): string {
  return name ?? type;
}
