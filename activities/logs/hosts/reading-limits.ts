import { lookTimeout } from '../../commands/looking.ts';

/** Bytes of one log that are read on a host: they come over the network, and are held in memory. */
export const maxLogBytes = 2 * 1024 * 1024;
/** Entries of a journal or a container, of each window. */
export const maxLogLines = 5_000;

/** Reading is the second thing that is tried, and people wait for it. */
const maxReadMs = 15_000;

/** How long one log may take. */
export function readTimeout(commandTimeoutMs: number): number {
  return Math.min(lookTimeout(commandTimeoutMs), maxReadMs);
}
