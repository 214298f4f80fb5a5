import { z } from 'zod';
import { Secret } from '../fields.ts';
import { Api, common } from './common.ts';

/** Opsgenie's alerts. */
export const Opsgenie = z.strictObject({
  type: z.literal('opsgenie'),
  ...common(null),
  apiKey: Secret,
  api: Api('https://api.opsgenie.com/'),
});
