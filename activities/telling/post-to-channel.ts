import { postJson } from '../../clients/http.ts';
import type { ChannelType } from '../../model/names.ts';
import { failure } from '../contracts/failure.ts';

/** Where a channel posts to. The address and the headers are secrets. */
interface PostAddress {
  readonly type: ChannelType;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Posts a message to a channel's address and turns the answer into the failures that a channel may have. */
export async function postToChannel({ type, url, headers }: PostAddress, body: unknown): Promise<void> {
  const { outcome, reason } = await postJson(url, body, headers);
  if (outcome === 'refused') throw failure('ChannelRefused', `the ${type} channel refused the report: ${reason}`);
  if (outcome === 'unavailable')
    throw failure('ChannelUnavailable', `the ${type} channel did not take the report: ${reason}`);
}
