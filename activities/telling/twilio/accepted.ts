import type { Exchange } from '../../../clients/http.ts';
import type { SmsSettings, VoiceSettings } from '../../../model/notices/channel-settings.ts';
import { failure } from '../../contracts/failure.ts';
import { answeredObject, assertTaken } from '../vendor-answers.ts';

/** Codes of requests that are good, but too many for now: for the API, or for the queue of a number or an account. */
const tooMany: readonly unknown[] = [20429, 21611, 30001];

const failed: readonly unknown[] = ['failed', 'undelivered', 'canceled'];

/**
 * Makes sure that Twilio has taken a message or a call. Its codes are in the failure, for people to look up; its words
 * are not.
 *
 * @throws `ChannelBusy`, `ChannelUnavailable` or `ChannelRefused`.
 */
export function assertAccepted(type: (SmsSettings | VoiceSettings)['type'], answer: Exchange): void {
  assertNoCode(type, answer);
  assertTaken(type, answer);
  const { sid, status } = answeredObject(answer);
  if (typeof sid !== 'string' || failed.includes(status))
    throw failure('ChannelUnavailable', `the ${type} channel did not say that it took the report`);
}

/** Twilio says by a code why it does not take a request; an answer of 429 says also when it would. */
function assertNoCode(type: string, answer: Exchange): void {
  if (!('status' in answer) || answer.status < 400 || answer.status >= 500 || answer.status === 429) return;
  const { code } = answeredObject(answer);
  if (!isCode(code)) return;
  if (tooMany.includes(code)) throw failure('ChannelBusy', `the ${type} channel has too much to send, code ${code}`);
  throw failure('ChannelRefused', `the ${type} channel refused the report: status ${answer.status}, code ${code}`);
}

/** Whether what is at Twilio counts as on its way. */
export function isUnderWay(status: unknown): boolean {
  return !failed.includes(status);
}

function isCode(code: unknown): code is number {
  return Number.isInteger(code) && Number(code) >= 10_000 && Number(code) <= 99_999;
}
