import { createAtTwilio, messagesAtTwilio } from '../../clients/messaging/twilio.ts';
import type { SmsSettings } from '../../model/notices/channel-settings.ts';
import type { Channel } from '../contracts/channel.ts';
import { assertAccepted, isUnderWay } from '../telling/twilio/accepted.ts';
import { shortMessage, tagOf } from '../telling/twilio/short-message.ts';
import { tellEach } from '../telling/twilio/tell-each.ts';
import { answeredObject, assertTaken } from '../telling/vendor-answers.ts';

/** Sends text messages by Twilio. */
export const smsChannel: Channel<'sms'> = async (message, settings) => {
  const text = shortMessage(message);
  await tellEach(message, settings, async (number) => {
    if (message.attempt > 1 && (await isThere(settings, number, tagOf(message.id)))) return;
    assertAccepted(settings.type, await createAtTwilio(settings, 'Messages', { To: number, Body: text }));
  });
  return null;
};

/** Whether an earlier attempt has sent it, whose answer was lost: Twilio knows no key by which it would drop the second. */
async function isThere(settings: SmsSettings, number: string, tag: string): Promise<boolean> {
  const answer = await messagesAtTwilio(settings, number);
  assertTaken(settings.type, answer);
  const { messages } = answeredObject(answer);
  return Array.isArray(messages) && messages.some((message) => isSent(message, tag));
}

function isSent(message: unknown, tag: string): boolean {
  const { body, status } = Object(message) as Readonly<Record<string, unknown>>;
  return typeof body === 'string' && body.endsWith(`\n${tag}`) && isUnderWay(status);
}
