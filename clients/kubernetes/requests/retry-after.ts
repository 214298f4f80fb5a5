import type { IncomingHttpHeaders } from 'node:http';

/** How long an answer asks to be left alone, in milliseconds; null where it does not. API servers write seconds. */
export function retryAfterOf(headers: IncomingHttpHeaders): number | null {
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : null;
}
