import type { Target } from '../model/target.ts';
import { failure } from './contracts/failure.ts';

export interface LockDependencies {
  /** Whether a repair of this target is under way. */
  readonly isUnderRepair: (target: Target) => Promise<boolean>;
}

/** The activity that waits for the lock on a target. */
export function createLockActivities({ isUnderRepair }: LockDependencies) {
  return {
    /** Fails as `TargetLocked` while another incident repairs the target; the retry policy sets the pace. */
    async awaitUnlocked(target: Target): Promise<void> {
      if (await isUnderRepair(target)) throw failure('TargetLocked', `another incident repairs ${target}`);
    },
  };
}
