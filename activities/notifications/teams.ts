import type { Channel } from '../contracts/channel.ts';
import { failure } from '../contracts/failure.ts';

export const teamsChannel: Channel<'teams'> = async () => {
  throw failure('ChannelRefused', 'the teams channel is under way');
};
