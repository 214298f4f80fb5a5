import { createAtTwilio } from '../../clients/messaging/twilio.ts';
import type { Channel } from '../contracts/channel.ts';
import { assertAccepted } from '../telling/twilio/accepted.ts';
import { spokenReport } from '../telling/twilio/spoken.ts';
import { tellEach } from '../telling/twilio/tell-each.ts';

/**
 * Calls people by Twilio and says what has happened. A call cannot be told from another one to the same number, so where
 * the answer of an attempt was lost the phone rings again: rather twice than never.
 */
export const voiceChannel: Channel<'voice'> = async (message, settings) => {
  const twiml = spokenReport(message.report);
  await tellEach(message, settings, async (number) =>
    assertAccepted(settings.type, await createAtTwilio(settings, 'Calls', { To: number, Twiml: twiml })),
  );
  return null;
};
