/** A span of time in milliseconds since 1970; `to` is not part of it. */
export interface LogWindow {
  readonly from: number;
  readonly to: number;
}

/** The time of the incident, and the quiet time before it. */
export interface LogWindows {
  readonly before: LogWindow;
  readonly during: LogWindow;
}

const minute = 60_000;
/** An alert fires when its rule has waited, and trouble is scraped and evaluated some time after it began. */
const slackMs = 5 * minute;
/** How far the clocks of hosts may be ahead. */
const skewMs = 1 * minute;
/** What is assumed of a rule that does not say how long it waits: few wait longer. */
const usualPendingMs = 15 * minute;
/** What caused an incident that has lasted for longer stands at its beginning. */
const maxDuringMs = 120 * minute;
/** Enough for what happens every half hour to have happened. */
const minBeforeMs = 60 * minute;

/**
 * The windows to read for an alert.
 *
 * @param firedAt when the first alert fired, and `now`, in milliseconds since 1970.
 * @param pendingMs how long its rule waits before it fires; 0 where nobody knows.
 */
export function windowsAround(firedAt: number, pendingMs: number, now: number): LogWindows {
  // A clock that is ahead of ours must not turn the window round.
  const from = Math.min(firedAt, now) - (pendingMs || usualPendingMs) - slackMs;
  const to = Math.min(now + skewMs, from + maxDuringMs);
  return { before: { from: from - Math.max(to - from, minBeforeMs), to: from }, during: { from, to } };
}
