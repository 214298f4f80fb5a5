import type { Channel } from '../contracts/channel.ts';
import { failure } from '../contracts/failure.ts';

export const pagerDutyChannel: Channel<'pagerduty'> = async () => {
  throw failure('ChannelRefused', 'the pagerduty channel is under way');
};
