import type { ChannelType } from '../../../model/names.ts';
import { openConsoleStand } from './console-stand.ts';
import type { OpenStand } from './stand.ts';

/** The peer of every channel. */
export const stands: Readonly<Partial<Record<ChannelType, OpenStand>>> = {
  console: openConsoleStand,
};
