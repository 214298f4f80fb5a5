import { z } from 'zod';
import { Secret } from '../fields.ts';
import { Api, common } from './common.ts';

/** A service of PagerDuty. */
export const PagerDuty = z.strictObject({
  type: z.literal('pagerduty'),
  ...common(null),
  routingKey: Secret.meta({ description: 'The integration key of Events API v2.' }),
  api: Api('https://events.pagerduty.com/'),
});
