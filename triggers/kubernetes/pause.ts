import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, until a signal says that there is nothing to wait for. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}

/** A time that is up to a fifth longer or shorter: many that wait for one thing must not come back at once. */
export function jittered(milliseconds: number): number {
  return Math.round(milliseconds * (0.8 + 0.4 * Math.random()));
}
