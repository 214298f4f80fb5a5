import { exchange } from '../../clients/http.ts';
import type { ChannelType } from '../../model/names.ts';
import { assertTaken } from './vendor-answers.ts';

/** Where a channel posts to. The address and the headers are secrets. */
interface PostAddress {
  readonly type: ChannelType;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Posts a message to a channel's address as JSON, and turns the answer into the failures that a channel may have. */
export async function postToChannel({ type, url, headers }: PostAddress, body: unknown): Promise<void> {
  const answer = await exchange(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assertTaken(type, answer);
}
