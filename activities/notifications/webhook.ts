import type { Channel } from '../contracts/channel.ts';
import { postToChannel } from '../telling/post-to-channel.ts';

/** Posts the report as it is, as JSON. */
export const webhookChannel: Channel<'webhook'> = async ({ report }, settings) => {
  await postToChannel(settings, { version: 1, ...report });
  return null;
};
