import type { ActivityOptions, LocalActivityOptions } from '@temporalio/workflow';

const seconds = 1_000;
const minutes = 60 * seconds;
const hours = 60 * minutes;

/** After how long without a heartbeat a worker counts as dead; workers send them for every activity by themselves. */
const heartbeatTimeout = 10 * seconds;

/**
 * Reads the worker's own configuration: tried again until a worker is there, because without it an
 * incident would fail. Waits between tries are the server's, or they would hold a workflow task for ever.
 */
export const quickRead: LocalActivityOptions = {
  startToCloseTimeout: 10 * seconds,
  // Each of these tries leaves six events in the history, which must not fill up within days.
  retry: { initialInterval: 1 * seconds, maximumInterval: 2 * minutes },
  localRetryThreshold: 500,
};

/** One look at a target. The check itself answers `unknown` rather than fail, so a retry means a lost worker. */
export const look: ActivityOptions = {
  startToCloseTimeout: 1 * minutes,
  scheduleToCloseTimeout: 10 * minutes,
  heartbeatTimeout,
  retry: { initialInterval: 1 * seconds, maximumInterval: 10 * seconds },
};

/** Looks something up in a cluster whose API server may be away for a while, and no longer: people wait meanwhile. */
export const lookUp: ActivityOptions = {
  ...look,
  scheduleToCloseTimeout: 5 * minutes,
};

/** What helps people and is not needed for a repair: it must not hold one up for long. */
export const readAtLeisure: ActivityOptions = {
  ...look,
  scheduleToCloseTimeout: 2 * minutes,
  retry: { ...look.retry, maximumAttempts: 2 },
};

/** The same where whole disks are walked over. */
export const walk: ActivityOptions = {
  ...look,
  startToCloseTimeout: 15 * minutes,
  scheduleToCloseTimeout: 30 * minutes,
};

/** Asks something of Alertmanager that spares people noise: a repair does not wait for it any longer. */
export const briefly: ActivityOptions = {
  startToCloseTimeout: 30 * seconds,
  scheduleToCloseTimeout: 90 * seconds,
  heartbeatTimeout,
  retry: { initialInterval: 1 * seconds, maximumInterval: 10 * seconds, maximumAttempts: 3 },
};

/** Ends a silence, beside whatever comes next: tried until the silence has ended by itself, and it can be asked how its alerts are. */
export function untilUnsilenced(atMostMs: number): ActivityOptions {
  return {
    startToCloseTimeout: 1 * minutes,
    scheduleToCloseTimeout: atMostMs + 1 * hours,
    heartbeatTimeout,
    retry: { initialInterval: 1 * seconds, maximumInterval: 1 * minutes },
  };
}

/**
 * One side effect. A worker that dies is noticed by its missing heartbeat; the next one asks first
 * whether the effect has happened, and performs the action only when it has not. A worker that is frozen
 * goes on being given attempts until its polls run out, after about a minute: a few must be left then.
 */
export const sideEffect: ActivityOptions = {
  startToCloseTimeout: 5 * minutes,
  scheduleToCloseTimeout: 20 * minutes,
  heartbeatTimeout,
  retry: { initialInterval: 1 * seconds, maximumInterval: 10 * seconds, maximumAttempts: 20 },
};

/** What most side effects are over within. */
const usualEffectMs = 4 * minutes;

/** The same for one that takes so long, such as a playbook. */
export function sideEffectWithin(expectedMs: number): ActivityOptions {
  if (expectedMs <= usualEffectMs) return sideEffect;
  const startToCloseTimeout = expectedMs + 2 * minutes;
  // Two attempts, and the wait for what the first one may still do, with something to spare.
  return { ...sideEffect, startToCloseTimeout, scheduleToCloseTimeout: 4 * startToCloseTimeout };
}

/** Written to a guard or an audit: tried until it is there, but not for longer than a repair may wait. */
export const bookKeeping: ActivityOptions = {
  startToCloseTimeout: 30 * seconds,
  scheduleToCloseTimeout: 1 * hours,
  heartbeatTimeout,
  retry: { initialInterval: 1 * seconds, maximumInterval: 30 * seconds },
};

/** Hands a vote on: somebody waits for the answer, and a remediation that ends meanwhile has no use for it. */
export const handOn: ActivityOptions = {
  startToCloseTimeout: 30 * seconds,
  scheduleToCloseTimeout: 10 * minutes,
  heartbeatTimeout,
  retry: { initialInterval: 0.5 * seconds, maximumInterval: 10 * seconds },
};

/** Asks the guards, again and again while they say "not now", which costs no history. */
export function untilAdmitted(patienceMs: number): ActivityOptions {
  return {
    startToCloseTimeout: 1 * minutes,
    scheduleToCloseTimeout: patienceMs + 10 * minutes,
    heartbeatTimeout,
    retry: { initialInterval: 1 * seconds, maximumInterval: 30 * seconds },
    // After everything else: thousands that ask must not hold up alerts on their way, nor the repairs that have begun.
    priority: { priorityKey: 4 },
  };
}

/** A message to people: patient with an outage of the channel, but not for ever. */
export const humanChannel: ActivityOptions = {
  startToCloseTimeout: 1 * minutes,
  scheduleToCloseTimeout: 24 * hours,
  heartbeatTimeout,
  retry: { initialInterval: 2 * seconds, maximumInterval: 3 * minutes },
};

/**
 * A message that wakes somebody: a worker that dies with it is noticed within seconds, and another one sends it again under
 * the same name. Given up soon, because the next level is told meanwhile.
 */
export const wakeUp: ActivityOptions = {
  startToCloseTimeout: 20 * seconds,
  scheduleToCloseTimeout: 10 * minutes,
  heartbeatTimeout: 2 * seconds,
  retry: { initialInterval: 0.5 * seconds, maximumInterval: 20 * seconds },
  // Before everything else: somebody sleeps.
  priority: { priorityKey: 1 },
};

/** One message for many. Whoever calls it off wants to know whether it went out before. */
export const digestChannel: ActivityOptions = {
  ...humanChannel,
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
};

/** Hands alerts that are already stored to their incidents: tried again until it succeeds. */
export const handOver: ActivityOptions = {
  startToCloseTimeout: 10 * minutes,
  heartbeatTimeout,
  retry: { initialInterval: 1 * seconds, maximumInterval: 30 * seconds },
};

/** Asks a source of series what there is: one that is away makes this run fail, and the next one asks again. */
export const listing: ActivityOptions = {
  startToCloseTimeout: 5 * minutes,
  scheduleToCloseTimeout: 15 * minutes,
  heartbeatTimeout,
  retry: { initialInterval: 2 * seconds, maximumInterval: 1 * minutes },
};

/**
 * Forecasts the series of one shard. Each attempt goes on where the one before was, so that a crash costs one series; a
 * source that is away is waited for some minutes.
 */
export const calculating: ActivityOptions = {
  startToCloseTimeout: 6 * hours,
  scheduleToCloseTimeout: 12 * hours,
  heartbeatTimeout,
  retry: { initialInterval: 2 * seconds, maximumInterval: 1 * minutes, maximumAttempts: 12 },
  // After everything else: alerts and repairs must not wait for what may come in days.
  priority: { priorityKey: 5 },
};

/** Waits until no other incident repairs the target. */
export function untilUnlocked(patienceMs: number): ActivityOptions {
  return {
    startToCloseTimeout: 30 * seconds,
    scheduleToCloseTimeout: Math.max(patienceMs, 1 * seconds),
    retry: { initialInterval: 1 * seconds, maximumInterval: 15 * seconds },
  };
}

/** Waits while something is repaired first by an incident of its own. Whoever waits for people there is not waited for longer. */
export const untilRepaired: ActivityOptions = {
  ...look,
  scheduleToCloseTimeout: 15 * minutes,
  retry: { initialInterval: 2 * seconds, maximumInterval: 10 * seconds },
};

/** Waits for health, and watches it hold, by being tried again at a pace that the activity itself sets. */
export function untilProven(waitMs: number): ActivityOptions {
  return {
    startToCloseTimeout: 1 * minutes,
    scheduleToCloseTimeout: waitMs + 10 * minutes,
    heartbeatTimeout,
    retry: { initialInterval: 1 * seconds, maximumInterval: 10 * seconds },
  };
}
