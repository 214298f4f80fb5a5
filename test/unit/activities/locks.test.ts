import { describe, expect, it } from 'vitest';
import { createLockActivities } from '../../../activities/locks.ts';
import { aFailure, failureOf } from '../../support/acting/failures.ts';

const target = 'host/host-1/service/web';

/** The lock on targets of which some are being repaired. */
function locks(...underRepair: readonly string[]) {
  return createLockActivities({ isUnderRepair: async (asked) => underRepair.includes(asked) });
}

describe('awaitUnlocked', () => {
  it('lets go where nobody repairs the target', async () => {
    await expect(locks('host/host-2/service/web').awaitUnlocked(target)).resolves.toBeUndefined();
  });

  it('fails, to be tried again, while somebody repairs it', async () => {
    const failure = await failureOf(() => locks(target).awaitUnlocked(target));

    expect(failure).toMatchObject({ ...aFailure('TargetLocked'), message: `another incident repairs ${target}` });
  });

  it('does not take an outage for an open lock', async () => {
    const away = createLockActivities({ isUnderRepair: () => Promise.reject(new Error('outage')) });

    await expect(away.awaitUnlocked(target)).rejects.toThrow('outage');
  });
});
