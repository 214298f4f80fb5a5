import type { TwilioAccount } from '../../../model/notices/channel-settings.ts';
import type { VendorAnswer, VendorRequest } from './vendor-server.ts';

/** An account at Twilio, but for where its API is. */
export const twilioAccount: Omit<TwilioAccount, 'name' | 'api'> = {
  everyIncident: true,
  digest: null,
  account: `AC${'0123456789abcdef'.repeat(2)}`,
  token: 's3cret-twilio-token',
  from: '+15005550006',
  to: ['+4915112345678'],
};

/** What must not leave the channel; the numbers of people are none of a log's business either. */
export const twilioSecrets: readonly string[] = [
  twilioAccount.token,
  Buffer.from(`${twilioAccount.account}:${twilioAccount.token}`).toString('base64'),
  's3cret-answer',
  ...twilioAccount.to,
];

/** An answer to a request that is refused. */
export class TwilioRefusal extends Error {
  readonly answer: VendorAnswer;

  constructor(status: number, code: number) {
    super(`${status} ${code}`);
    this.answer = {
      status,
      body: { code, message: 's3cret-answer', more_info: `https://www.twilio.com/docs/errors/${code}`, status },
    };
  }
}

/** Numbers that Twilio's documentation sets aside for tests, and the error that each brings about. */
const magicNumbers: Readonly<Record<string, number>> = {
  '+15005550001': 21211,
  '+15005550002': 21612,
  '+15005550004': 21610,
  '+15005550009': 21614,
};

/** Reads a request to one resource of the account as Twilio would, or refuses it. */
export function readTwilioRequest(request: VendorRequest, resource: 'Messages' | 'Calls'): URLSearchParams {
  const { method, path, headers, body, query } = request;
  const { account, token, from } = twilioAccount;
  const credentials = Buffer.from(`${account}:${token}`).toString('base64');
  if (headers.authorization !== `Basic ${credentials}`) throw new TwilioRefusal(401, 20003);
  if (path !== `/2010-04-01/Accounts/${account}/${resource}.json`) throw new TwilioRefusal(404, 20404);
  if (method === 'GET') return query;
  if (method !== 'POST') throw new TwilioRefusal(405, 20004);
  if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded')) throw new TwilioRefusal(415, 20001);
  const fields = new URLSearchParams(body);
  const to = fields.get('To') ?? '';
  if (!/^\+[1-9]\d{6,14}$/.test(to)) throw new TwilioRefusal(400, 21211);
  if (fields.get('From') !== from) throw new TwilioRefusal(400, 21606);
  const code = magicNumbers[to];
  if (code !== undefined) throw new TwilioRefusal(400, code);
  return fields;
}

/** Fields that nobody has asked for are a mistake, which Twilio itself would pass over. */
export function unknownFields(fields: URLSearchParams, known: readonly string[]): readonly string[] {
  return [...fields.keys()].filter((name) => !known.includes(name));
}
