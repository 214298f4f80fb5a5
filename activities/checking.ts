import { activityInfo, heartbeat } from '@temporalio/activity';
import type { Check, CheckResult } from '../model/remediation/check.ts';
import { overallHealth } from '../model/remediation/check.ts';
import type { CheckDependencies } from './contracts/check-runner.ts';
import { checks } from './checks/index.ts';
import { failure } from './contracts/failure.ts';

/** Looks at one target once. */
type Look = (check: Check) => Promise<CheckResult>;

/** What health has to be proven, in milliseconds and looks. */
interface HealthProof {
  readonly checks: readonly Check[];
  /** How long the target may take to become healthy. */
  readonly withinMs: number;
  /** How long it must then stay healthy. */
  readonly holdMs: number;
  /** How often it is looked at meanwhile. */
  readonly looks: number;
}

/** What one look at health leaves for the next one. */
interface Watched {
  /** By the server's clock. */
  readonly healthySince: number;
}

/** The activities that look at targets and change nothing. */
export function createCheckingActivities(deps: CheckDependencies) {
  return createLookingActivities(async (check) => {
    const { check: name, target } = check;
    return { check: name, target, ...(await checks[name](check, deps)) };
  });
}

/** The same over any way of looking. */
export function createLookingActivities(look: Look) {
  const lookAtAll = (wanted: readonly Check[]): Promise<CheckResult[]> => Promise.all(wanted.map(look));

  return {
    runChecks: lookAtAll,

    /**
     * Becomes healthy, then stays so. Waiting is being tried again: it costs no history, takes no place on a
     * worker and survives all of them. It fails as `NotHealthyYet` or `StillWatching` while it goes on, and
     * for good as `HealthNotProven`, which carries the results of the last look.
     */
    async proveHealth({ checks: wanted, withinMs, holdMs, looks }: HealthProof): Promise<CheckResult[]> {
      const results = await lookAtAll(wanted);
      const { scheduledTimestampMs, currentAttemptScheduledTimestampMs: now, heartbeatDetails } = activityInfo();
      const before = heartbeatDetails as Watched | undefined;
      if (overallHealth(results) !== 'healthy') {
        const leftMs = scheduledTimestampMs + withinMs - now;
        const isOver = before || leftMs <= 0 || results.some(({ isFinal }) => isFinal);
        if (isOver) throw failure('HealthNotProven', summaryOf(results), { details: [results] });
        throw failure('NotHealthyYet', summaryOf(results), {
          nextRetryDelay: pace(leftMs, Math.max(Math.min(withinMs / 10, slowestPaceMs), earliestNews(results))),
        });
      }
      const { healthySince } = before ?? { healthySince: now };
      heartbeat({ healthySince } satisfies Watched);
      const leftMs = healthySince + holdMs - now;
      if (leftMs <= 0) return results;
      throw failure('StillWatching', 'healthy so far', { nextRetryDelay: pace(leftMs, holdMs / looks) });
    },
  };
}

/** A target that comes back shall not have to wait for the next look. */
const slowestPaceMs = 5_000;

/** When one of the looks that are not healthy may have something new to say at the earliest: no other one can help. */
function earliestNews(results: readonly CheckResult[]): number {
  return Math.max(0, ...results.map(({ health, againInMs = 0 }) => (health === 'healthy' ? 0 : againInMs)));
}

/** When to look next: never later than the end of the wait. */
function pace(leftMs: number, everyMs: number): number {
  return Math.max(1, Math.ceil(Math.min(leftMs, everyMs)));
}

function summaryOf(results: readonly CheckResult[]): string {
  return results.map(({ summary }) => summary).join('; ');
}
