import { describe, expect, it } from 'vitest';
import { objectOf } from '../../../model/kubernetes/object.ts';
import { aDoor, crashLoopOf, endOf } from '../../support/kubernetes/paths/by-the-door.ts';
import { aSickWorkload, crashedByRollout } from '../../support/kubernetes/paths/workload-troubles.ts';
import { minutes } from '../../support/played/mock-world.ts';
import { reaches } from '../../support/played/staging.ts';
import type { Play, Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

/** A rollout that is undone, after an alert whose rule does not say how long it waits. */
function undone(meanwhile: (play: Play) => Promise<void>): Scenario {
  return {
    ...aSickWorkload({ alert: 'KubePodCrashLooping', said: crashedByRollout, acts: true, end: 'resolved' }),
    script: async (play) => {
      const { incident, pass, target } = play;
      const alert = { ...crashLoopOf(`${objectOf(target)?.name}-7c9d8b6f5d-x2x4b`), annotations: {} };
      const { admit } = aDoor(play);
      await admit(alert);
      await reaches(incident, 'verifying');
      await pass(14 * minutes);
      await meanwhile(play);
      await pass(8 * minutes);
      await incident.until(({ status }) => status === 'resolved' || status === 'escalated');
      await admit(endOf(alert));
      return incident.closed();
    },
  };
}

describe('a repair in a cluster', () => {
  it('is a success once it has held for longer than the rule of its alert waits', async () => {
    let before = '';

    const { result } = await bed.play(
      undone(async ({ incident }) => {
        before = (await incident.record()).status;
      }),
    );

    expect(before).toBe('verifying');
    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(result.score.verifiedMs).toBeGreaterThan(16 * minutes);
  });

  it('is none where the pods crash again before the rule could say so', async () => {
    const { result } = await bed.play(
      undone(async ({ world }) => {
        world.sees = async ({ check, target }) => ({ check, target, health: 'unhealthy', summary: 'crashes again' });
      }),
    );

    expect(result.outcome).toMatchObject({ kind: 'escalated' });
  });
});
