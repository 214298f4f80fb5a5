import type { Channel } from './index.ts';
import { postToChannel } from './post.ts';

/** Posts the report as it is, as JSON. */
export const webhookChannel: Channel = (report, settings) => postToChannel(settings, { version: 1, ...report });
