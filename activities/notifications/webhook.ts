import { exchange } from '../../clients/http.ts';
import { signatureHeaders } from '../../clients/messaging/webhook-signature.ts';
import type { Channel, Message } from '../contracts/channel.ts';
import { failure } from '../contracts/failure.ts';
import { answeredObject, assertTaken } from '../telling/vendor-answers.ts';

/** Posts the report as it is, as JSON: docs/webhook.md describes the body, the headers and the answers. */
export const webhookChannel: Channel<'webhook'> = async (message, { type, url, headers, signingSecret }) => {
  const body = bodyOf(message);
  const key = inHeader(message.id);
  // A full stop would blur what is signed: Standard Webhooks separates by it.
  const id = key.replaceAll('.', '%2E');
  const signed = signingSecret === null ? {} : signatureHeaders({ id, body, secret: signingSecret, nowMs: Date.now() });
  const answer = await exchange(url, {
    method: 'POST',
    body,
    headers: {
      ...inLowerCase(headers),
      'content-type': 'application/json',
      'idempotency-key': key,
      'webhook-id': id,
      ...signed,
    },
  });
  assertTaken(type, answer);
  // Trying again costs a receiver nothing that drops what it has: what it never wants it refuses by its status.
  if (saysError(answeredObject(answer)))
    throw failure('ChannelUnavailable', `the ${type} channel answered success and told of an error`);
  return null;
};

/** The same on every attempt, so that a receiver may compare what comes with the same id. */
function bodyOf({ report, id, to, page }: Message): string {
  return JSON.stringify({ version: 1, id, to, page, ...report });
}

/** Ids may name what is sick, and a header takes visible ASCII only. */
function inHeader(id: string): string {
  return id.toWellFormed().replace(/[^\x21-\x7e]+/g, encodeURIComponent);
}

/** Two spellings of one header would be sent as one with both values. */
function inLowerCase(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** How receivers that always answer 200 say that it went wrong. */
function saysError({ ok, success, error, errors }: Readonly<Record<string, unknown>>): boolean {
  return ok === false || success === false || isTold(error) || isTold(errors);
}

function isTold(error: unknown): boolean {
  return Array.isArray(error) ? error.length > 0 : Boolean(error);
}
