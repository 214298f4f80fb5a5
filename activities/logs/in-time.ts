import { setTimeout as sleep } from 'node:timers/promises';

/** What somebody else's work comes to; it throws where that takes too long, and what comes later is not heard. */
export async function inTime<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> {
  const stop = new AbortController();
  const late = sleep(timeoutMs, undefined, { signal: stop.signal, ref: false }).then(() => {
    throw new Error(`no answer came within ${timeoutMs / 1_000} s`);
  });
  // Stopped, it rejects too.
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    stop.abort();
  }
}
