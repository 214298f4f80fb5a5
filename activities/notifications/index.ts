import type { ChannelType } from '../../model/names.ts';
import type { Channel } from '../contracts/channel.ts';
import { consoleChannel } from './console.ts';
import { slackChannel } from './slack.ts';
import { webhookChannel } from './webhook.ts';

/** Every channel, by the name of its file. */
export const channels: Readonly<Record<ChannelType, Channel>> = {
  console: consoleChannel,
  webhook: webhookChannel,
  slack: slackChannel,
};
