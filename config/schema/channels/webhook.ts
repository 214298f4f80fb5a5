import { z } from 'zod';
import { Name, Secret } from '../fields.ts';
import { common } from './common.ts';

/** An address of your own. */
export const Webhook = z.strictObject({
  type: z.literal('webhook'),
  ...common(null),
  url: Secret,
  headers: z.record(Name, Secret).default({}),
  signingSecret: Secret.optional().meta({ description: 'Signs each request by HMAC-SHA256.' }),
});
