import type { Channel } from '../contracts/channel.ts';
import { postToChannel } from '../post-to-channel.ts';

/** Posts the report as it is, as JSON. */
export const webhookChannel: Channel = (report, settings) => postToChannel(settings, { version: 1, ...report });
