import { postJson } from '../clients/http.ts';
import { failure } from './contracts/failure.ts';
import type { ChannelSettings } from './contracts/channel.ts';

/** Posts a message to a channel's address and turns the answer into the two failures a channel may have. */
export async function postToChannel(settings: ChannelSettings, body: unknown): Promise<void> {
  const { type, url, headers } = settings;
  if (!url) throw failure('ChannelRefused', `the ${type} channel has no address`);
  const { outcome, reason } = await postJson(url, body, headers);
  if (outcome === 'refused') throw failure('ChannelRefused', `the ${type} channel refused the report: ${reason}`);
  if (outcome === 'unavailable')
    throw failure('ChannelUnavailable', `the ${type} channel did not take the report: ${reason}`);
}
