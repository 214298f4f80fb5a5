import type { ChannelType } from '../../model/names.ts';
import type { Channel } from '../contracts/channel.ts';
import { consoleChannel } from './console.ts';
import { emailChannel } from './email.ts';
import { opsgenieChannel } from './opsgenie.ts';
import { pagerDutyChannel } from './pagerduty.ts';
import { slackChannel } from './slack.ts';
import { smsChannel } from './sms.ts';
import { teamsChannel } from './teams.ts';
import { voiceChannel } from './voice.ts';
import { webhookChannel } from './webhook.ts';

/** Every channel, by the name of its file. */
export const channels: { readonly [Type in ChannelType]: Channel<Type> } = {
  console: consoleChannel,
  email: emailChannel,
  opsgenie: opsgenieChannel,
  pagerduty: pagerDutyChannel,
  slack: slackChannel,
  sms: smsChannel,
  teams: teamsChannel,
  voice: voiceChannel,
  webhook: webhookChannel,
};
