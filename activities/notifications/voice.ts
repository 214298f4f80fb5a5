import type { Channel } from '../contracts/channel.ts';
import { failure } from '../contracts/failure.ts';

export const voiceChannel: Channel<'voice'> = async () => {
  throw failure('ChannelRefused', 'the voice channel is under way');
};
