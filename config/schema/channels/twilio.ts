import { z } from 'zod';
import { Secret } from '../fields.ts';
import { Api, common } from './common.ts';

/** A number in the form of E.164. */
export const PhoneNumber = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'write the number with + and its country, such as +4915112345678')
  .meta({ description: 'A phone number with + and its country.' });

const account = {
  ...common(5),
  account: z.string().regex(/^AC[0-9a-f]{32}$/, 'write the SID of the account: AC and 32 hexadecimal digits'),
  token: Secret,
  from: PhoneNumber,
  to: z.array(PhoneNumber).max(20).default([]).meta({
    description: 'Who gets what is for nobody in particular; without it, nobody is told of every incident.',
  }),
  api: Api('https://api.twilio.com/'),
};

/** Text messages by Twilio. */
export const Sms = z.strictObject({ type: z.literal('sms'), ...account });

/** Calls by Twilio. */
export const Voice = z.strictObject({ type: z.literal('voice'), ...account });
