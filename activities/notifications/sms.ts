import type { Channel } from '../contracts/channel.ts';
import { failure } from '../contracts/failure.ts';

export const smsChannel: Channel<'sms'> = async () => {
  throw failure('ChannelRefused', 'the sms channel is under way');
};
