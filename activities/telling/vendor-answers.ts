import type { Exchange } from '../../clients/http.ts';
import { outcomeOf } from '../../clients/http.ts';
import type { ChannelType } from '../../model/names.ts';
import { failure } from '../contracts/failure.ts';

/** What a vendor answered that took the request. */
type Taken = Extract<Exchange, { readonly status: number }>;

/**
 * Turns an answer that is no success into the failure of its kind, without a word of the answer: too many requests wait
 * as long as the vendor says, what a server or a network could not do is tried again, and everything else is refused.
 *
 * @throws `ChannelBusy`, `ChannelUnavailable` or `ChannelRefused`.
 */
export function assertTaken(type: ChannelType, answer: Exchange): asserts answer is Taken {
  if ('reason' in answer) {
    if (answer.unusable) throw failure('ChannelRefused', `the ${type} channel cannot be used: ${answer.reason}`);
    throw failure('ChannelUnavailable', `the ${type} channel did not take the report: ${answer.reason}`);
  }
  const { status, retryAfterMs } = answer;
  const outcome = outcomeOf(status);
  if (outcome === 'delivered') return;
  const wait = retryAfterMs === null ? {} : { nextRetryDelay: retryAfterMs };
  if (status === 429) throw failure('ChannelBusy', `the ${type} channel wants to be left alone`, wait);
  if (outcome === 'unavailable')
    throw failure('ChannelUnavailable', `the ${type} channel did not take the report: status ${status}`, wait);
  throw failure('ChannelRefused', `the ${type} channel refused the report: status ${status}`);
}

/** The JSON object that a vendor answered with; an empty one where it answered anything else. */
export function answeredObject({ text }: Taken): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
