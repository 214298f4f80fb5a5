import type { ActivityOptions } from '@temporalio/workflow';

const seconds = 1_000;
const minutes = 60 * seconds;
const hours = 60 * minutes;

/** Reads the worker's own configuration: tried again until a worker is there, because without it an incident would fail. */
export const quickRead: ActivityOptions = {
  startToCloseTimeout: 30 * seconds,
  retry: { initialInterval: 1 * seconds, maximumInterval: 30 * seconds },
};

/** One look at a target. The check itself answers `unknown` rather than fail, so a retry means a lost worker. */
export const look: ActivityOptions = {
  startToCloseTimeout: 1 * minutes,
  scheduleToCloseTimeout: 10 * minutes,
  retry: { initialInterval: 1 * seconds, maximumInterval: 10 * seconds },
};

/** One side effect: never tried again, because nobody can tell whether it happened; verification finds out. */
export const sideEffect: ActivityOptions = {
  startToCloseTimeout: 5 * minutes,
  scheduleToCloseTimeout: 10 * minutes,
  retry: { maximumAttempts: 1 },
};

/** A message to people: patient with an outage of the channel, but not for ever. */
export const humanChannel: ActivityOptions = {
  startToCloseTimeout: 30 * seconds,
  scheduleToCloseTimeout: 1 * hours,
  retry: { initialInterval: 2 * seconds, maximumInterval: 2 * minutes },
};

/** Hands alerts that are already stored to their incidents: tried again until it succeeds. */
export const handOver: ActivityOptions = {
  startToCloseTimeout: 10 * minutes,
  heartbeatTimeout: 30 * seconds,
  retry: { initialInterval: 1 * seconds, maximumInterval: 30 * seconds },
};

/** Waits for health by being tried again at a steady pace, which costs no history. */
export function untilHealthy(withinMs: number): ActivityOptions {
  const pace = Math.max(500, Math.min(5 * seconds, withinMs / 10));
  return {
    startToCloseTimeout: 1 * minutes,
    scheduleToCloseTimeout: Math.max(withinMs, 1 * seconds),
    retry: { initialInterval: pace, maximumInterval: pace, backoffCoefficient: 1 },
  };
}
