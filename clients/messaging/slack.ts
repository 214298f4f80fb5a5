import type { Exchange } from '../http.ts';
import { exchange } from '../http.ts';

/** Where Slack's Web API is, and the bot that speaks to it. The token is a secret. */
export interface SlackAccess {
  readonly api: string;
  readonly token: string;
}

/** A page of a channel's history has the blocks of every message. */
const maxAnswerBytes = 4 * 1024 * 1024;

/**
 * Calls a method of the Web API. Arguments go as a form, which every method takes, and what is no text as JSON in it.
 * Slack's own client would do as well, but its errors hold whole answers, and it queues and tries again by itself.
 */
export function callSlack(
  { api, token }: SlackAccess,
  method: string,
  args: Readonly<Record<string, unknown>>,
): Promise<Exchange> {
  const form = Object.entries(args).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return exchange(`${api.replace(/\/*$/, '/')}${method}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    },
    body: new URLSearchParams(form).toString(),
    maxBytes: maxAnswerBytes,
  });
}
