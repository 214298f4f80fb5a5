import type { TwilioAccount } from '../../model/notices/channel-settings.ts';
import type { Exchange } from '../http.ts';
import { exchange } from '../http.ts';
import { apiAddress } from './api-address.ts';

type Account = Pick<TwilioAccount, 'api' | 'account' | 'token' | 'from'>;
type Resource = 'Messages' | 'Calls';

/** The newest messages to a number that are looked at: an answer has room for about twice as many. */
const lookedAt = 20;

/** Sends a text message, or has somebody called. */
export function createAtTwilio(
  account: Account,
  resource: Resource,
  fields: Readonly<Record<string, string>>,
): Promise<Exchange> {
  const body = new URLSearchParams({ ...fields, From: account.from });
  return exchange(addressOf(account, resource), { method: 'POST', headers: authorised(account), body });
}

/**
 * The newest messages that were sent to a number. They are not asked for by `DateSent`, which those that still wait at
 * Twilio do not have.
 */
export function messagesAtTwilio(account: Account, number: string): Promise<Exchange> {
  const query = new URLSearchParams({ To: number, From: account.from, PageSize: String(lookedAt) });
  const address = `${addressOf(account, 'Messages')}?${query.toString()}`;
  return exchange(address, { method: 'GET', headers: authorised(account) });
}

function addressOf({ api, account }: Account, resource: Resource): string {
  return apiAddress(api, `2010-04-01/Accounts/${account}/${resource}.json`);
}

function authorised({ account, token }: Account): Readonly<Record<string, string>> {
  return { authorization: `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}` };
}
