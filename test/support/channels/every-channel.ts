import { onTestFinished, vi } from 'vitest';
import type { Channel, Message } from '../../../activities/contracts/channel.ts';
import { channels } from '../../../activities/notifications/index.ts';
import type { ChannelType } from '../../../model/names.ts';
import { channelTypes } from '../../../model/names.ts';
import type { ChannelSettings } from '../../../model/notices/channel-settings.ts';
import type { Receipt, Recipient } from '../../../model/notices/notice.ts';
import type { MemoryLog } from '../memory-log.ts';
import { aMemoryLog } from '../memory-log.ts';
import { aMessage } from './message.ts';
import type { ChannelStand, OpenStand } from './stand.ts';
import { stands } from './stands.ts';

/** Every channel with its peer. */
export const everyChannel = channelTypes.map((type): readonly [ChannelType, OpenStand] => [type, stands[type]]);

/** Those that talk to somebody who may fail. */
export const remoteChannels = everyChannel.filter(([type]) => type !== 'console');

interface Attempt {
  readonly receipt: Receipt | null;
  readonly error: unknown;
  readonly log: MemoryLog;
}

/** Delivers one message, and gives back what comes of it. */
export async function attempt(
  { settings, log: own }: Pick<ChannelStand, 'settings' | 'log'>,
  message: Partial<Message> = {},
): Promise<Attempt> {
  const log = aMemoryLog();
  const channel = channels[settings.type] as Channel<ChannelType>;
  try {
    return { receipt: await channel(aMessage(message), settings, { log: own ?? log.log }), error: undefined, log };
  } catch (error) {
    return { receipt: null, error, log };
  }
}

/** Has every wait for an answer end soon. */
export function hurry(): void {
  const real = AbortSignal.timeout.bind(AbortSignal);
  const spy = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => real(300));
  onTestFinished(() => spy.mockRestore());
}

const addresses: Readonly<Partial<Record<ChannelType, string>>> = {
  email: 'alex@example.com',
  slack: 'U0000000001',
  sms: '+15005550010',
  voice: '+15005550010',
};

/** Somebody whom the channel reaches, by whatever name. */
export function aRecipient({ type }: ChannelSettings, person = 'alex'): Recipient {
  return { person, address: addresses[type] ?? null };
}
