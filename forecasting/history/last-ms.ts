import type { History } from '../forecaster.ts';

/** Milliseconds since 1970 of the last value. */
export function lastMsOf({ startMs, stepMs, values }: History): number {
  return startMs + stepMs * (values.length - 1);
}
