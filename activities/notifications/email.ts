import type { Channel } from '../contracts/channel.ts';
import { failure } from '../contracts/failure.ts';

export const emailChannel: Channel<'email'> = async () => {
  throw failure('ChannelRefused', 'the email channel is under way');
};
