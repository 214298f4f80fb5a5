import type { SlackAccess } from '../../../clients/messaging/slack.ts';
import { callSlack } from '../../../clients/messaging/slack.ts';
import { parsedJson, partsOf } from '../../../clients/json-parts.ts';
import { failure } from '../../contracts/failure.ts';
import { assertTaken } from '../vendor-answers.ts';
import { busyWords, passingWords, reasonFor } from './refusals.ts';

/** What a method answered: Slack says by its body, not by its status, whether it went well. */
export type SlackAnswer =
  | { readonly ok: true; readonly parts: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly word: string };

/**
 * Calls a method, and hands on what cannot be helped by waiting.
 *
 * @throws `ChannelBusy`, `ChannelUnavailable`, or `ChannelRefused` for a status that is none of Slack's.
 */
export async function askSlack(
  access: SlackAccess,
  method: string,
  args: Readonly<Record<string, unknown>>,
): Promise<SlackAnswer> {
  const answer = await callSlack(access, method, args);
  assertTaken('slack', answer);
  const parts = partsOf(parsedJson(Buffer.from(answer.text ?? '')));
  if (parts['ok'] === true) return { ok: true, parts };
  const word = parts['ok'] === false && typeof parts['error'] === 'string' ? parts['error'] : null;
  const wait = answer.retryAfterMs === null ? {} : { nextRetryDelay: answer.retryAfterMs };
  if (word === null) throw failure('ChannelUnavailable', 'what answers for the slack channel is not Slack', wait);
  if (busyWords.has(word)) throw failure('ChannelBusy', 'the slack channel wants to be left alone', wait);
  if (passingWords.has(word))
    throw failure('ChannelUnavailable', `the slack channel did not take the report: ${word}`, wait);
  return { ok: false, word };
}

/** The answer of a method that has to go well. @throws `ChannelRefused` where it did not. */
export function demandOk(answer: SlackAnswer): Readonly<Record<string, unknown>> {
  if (answer.ok) return answer.parts;
  throw failure('ChannelRefused', `the slack channel refused the report: ${reasonFor(answer.word)}`);
}

/** A text that an answer of Slack must have. @throws `ChannelUnavailable` where it has none. */
export function textIn(parts: Readonly<Record<string, unknown>>, name: string): string {
  const text = parts[name];
  if (typeof text !== 'string') throw failure('ChannelUnavailable', 'what answers for the slack channel is not Slack');
  return text;
}
