import { activityInfo } from '@temporalio/activity';
import type { RunOnHost } from '../../clients/commands/command.ts';
import type { Target } from '../../model/target.ts';
import { failure } from '../contracts/failure.ts';
import type { FindService } from '../described/services.ts';
import type { LockDependencies } from '../locks.ts';
import { probeService } from './probing.ts';

interface WaitingDependencies extends LockDependencies {
  readonly findService: FindService;
  readonly runOnHost: RunOnHost;
}

/** How much later than its dependant's the alert of a dependency may come, in milliseconds. */
const headStartMs = 60_000;

/** The activity that waits for what a service cannot work without. */
export function createDependencyActivities({ findService, runOnHost, isUnderRepair }: WaitingDependencies) {
  return {
    /**
     * Lets incidents of their own repair what a service depends on. It fails as `NotHealthyYet` while one of those is
     * down and under repair, or may be soon; the retry policy sets the pace. It ends where all of them answer, and where
     * nobody repairs one.
     */
    async awaitDependencies({ target }: { readonly target: Target }): Promise<void> {
      const { dependsOn } = findService(target);
      const down = (await Promise.all(dependsOn.map(async (needed) => ((await isDown(needed)) ? needed : [])))).flat();
      if (down.length === 0) return;
      const { scheduledTimestampMs, currentAttemptScheduledTimestampMs: now } = activityInfo();
      const isEarly = now - scheduledTimestampMs < headStartMs;
      const underRepair = isEarly || (await Promise.all(down.map(isUnderRepair))).some(Boolean);
      if (underRepair) throw failure('NotHealthyYet', `it depends on ${down.join(', ')}: no answer there yet`);
    },
  };

  async function isDown(needed: Target): Promise<boolean> {
    return (await probeService(findService(needed), runOnHost)).health === 'unhealthy';
  }
}
