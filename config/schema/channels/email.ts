import { z } from 'zod';
import { Name, Port, Secret } from '../fields.ts';
import { common } from './common.ts';

const Address = z.email('write a mail address, such as oncall@example.com');

/** A mail server. */
export const Email = z.strictObject({
  type: z.literal('email'),
  ...common(20),
  host: z.string().min(1).max(253),
  port: Port.default(587),
  security: z
    .enum(['tls', 'starttls', 'none'])
    .default('starttls')
    .meta({ description: 'tls from the first byte (port 465), starttls, which is then demanded, or none.' }),
  login: z.strictObject({ user: Name, password: Secret }).optional(),
  authorities: Secret.optional().meta({ description: 'Certificates of authorities of your own, in PEM.' }),
  from: Address,
  to: z.array(Address).max(50).default([]).meta({ description: 'Who gets what is for nobody in particular.' }),
});
