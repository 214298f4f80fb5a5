import { z } from 'zod';
import { Secret } from '../fields.ts';
import { Api, common } from './common.ts';

/** Slack's Web API. */
export const Slack = z.strictObject({
  type: z.literal('slack'),
  ...common(20),
  token: Secret.meta({ description: 'Of a bot with the scope chat:write: xoxb-…' }),
  channel: z
    .string()
    .regex(/^[CGD][A-Z0-9]{2,}$/, 'write the id of the channel, such as C0123456789: its details show it')
    .meta({ description: 'The id of the channel that incidents are posted to.' }),
  signingSecret: Secret.optional().meta({
    description: 'Proves that clicks come from Slack; without it messages have no buttons.',
  }),
  api: Api('https://slack.com/api/'),
});
