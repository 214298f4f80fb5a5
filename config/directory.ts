import type { Directory } from '../model/escalation/reach.ts';
import type { Config } from './config.ts';

/** Whom the configuration knows, for those who look for somebody to wake. */
export function directoryOf({ people, groups, channels }: Config): Directory {
  return { people, groups, channels, whoIsOnCall: () => null };
}
