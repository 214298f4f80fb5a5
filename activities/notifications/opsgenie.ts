import type { Channel } from '../contracts/channel.ts';
import { failure } from '../contracts/failure.ts';

export const opsgenieChannel: Channel<'opsgenie'> = async () => {
  throw failure('ChannelRefused', 'the opsgenie channel is under way');
};
