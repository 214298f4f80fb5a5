import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, until a signal says that there is nothing to wait for. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}

/**
 * Does something until it is done, a time has passed or a signal says that it is over. `AbortSignal.any` would do that too, but
 * leaves something behind in the signals that it is made of, and whoever leads does so for months.
 */
export async function within<T>(
  milliseconds: number,
  signal: AbortSignal,
  todo: (until: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const stop = (): void => over.abort();
  const timer = setTimeout(stop, milliseconds);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await todo(over.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

/** A time that is up to a fifth longer or shorter: many that wait for one thing must not come back at once. */
export function jittered(milliseconds: number): number {
  return Math.round(milliseconds * (0.8 + 0.4 * Math.random()));
}
