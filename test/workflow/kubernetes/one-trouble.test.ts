import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../model/alert/alert.ts';
import { correlate } from '../../../model/correlation.ts';
import { objectOf } from '../../../model/kubernetes/object.ts';
import type { PlayedDoor } from '../../support/kubernetes/paths/by-the-door.ts';
import { aDoor, crashLoopOf, endOf, watchedCrashLoopOf } from '../../support/kubernetes/paths/by-the-door.ts';
import { aSickWorkload, crashedByRollout } from '../../support/kubernetes/paths/workload-troubles.ts';
import { reaches, untilVerified } from '../../support/played/staging.ts';
import type { Play, Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

const crashing = aSickWorkload({ alert: 'KubePodCrashLooping', said: crashedByRollout, acts: true, end: 'resolved' });

/** The name of a pod of the play's Deployment, as its ReplicaSet would make it. */
function podOf({ target }: Pick<Play, 'target'>, nth = 0): string {
  const letters = 'bcdfghjklmnpqrstvwxz';
  return `${objectOf(target)?.name}-7c9d8b6f5d-x2x4${letters[nth]}`;
}

/** A Deployment whose pods crash since its last rollout, and how alerts of them come in. */
function told(script: (play: Play, door: PlayedDoor) => ReturnType<Scenario['script']>): Scenario<PlayedDoor> {
  return {
    ...crashing,
    script: async (play) => {
      const door = aDoor(play);
      await script(play, door);
      return door;
    },
  };
}

describe('crashing pods of one Deployment', () => {
  it('are one incident and one repair, however many there are', async () => {
    const { result, target, world } = await bed.play(
      told(async (play, { admit }) => {
        const alerts = Array.from({ length: 20 }, (_, nth) => crashLoopOf(podOf(play, nth)));
        await admit(...alerts);
        const record = await reaches(play.incident, 'verifying');
        expect(Object.keys(record.alerts)).toHaveLength(20);
        await play.pass(untilVerified);
        await reaches(play.incident, 'resolved');
        await admit(...alerts.map(endOf));
        return play.incident.closed();
      }),
    );

    expect([...result.keys]).toEqual([target]);
    expect(world.actions).toEqual([{ action: 'undo-rollout', target }]);
    expect(world.told()).toEqual(['repairing', 'resolved']);
  });
});

describe('what the watch and Alertmanager say of the same pod', () => {
  const sources: readonly [string, (pod: string) => Alert, (pod: string) => Alert][] = [
    ['the watch', watchedCrashLoopOf, crashLoopOf],
    ['Alertmanager', crashLoopOf, watchedCrashLoopOf],
  ];

  it.each(sources)('is repaired once where %s speaks first', async (_who, first, second) => {
    const { result, target, world } = await bed.play(
      told(async (play, { admit }) => {
        const [one, other] = [first(podOf(play)), second(podOf(play))];
        expect(one.fingerprint).not.toBe(other.fingerprint);
        await admit(one);
        await reaches(play.incident, 'verifying');
        await admit(other);
        await play.pass(untilVerified);
        const { alerts, attempts } = await reaches(play.incident, 'resolved');
        expect(Object.keys(alerts)).toHaveLength(2);
        expect(attempts).toBe(1);
        await admit(endOf(one), endOf(other));
        return play.incident.closed();
      }),
    );

    expect([...result.keys]).toEqual([target]);
    expect(world.actions).toEqual([{ action: 'undo-rollout', target }]);
  });

  it.each(sources)(
    'is not repaired again where the other follows when what %s said is repaired',
    async (_who, first, second) => {
      const { result, target, world } = await bed.play(
        told(async (play, { admit }) => {
          const [one, other] = [first(podOf(play)), second(podOf(play))];
          await admit(one);
          await reaches(play.incident, 'verifying');
          await play.pass(untilVerified);
          await reaches(play.incident, 'resolved');
          await admit(endOf(one), other);
          await play.incident.until(({ attempts, status }) => attempts === 2 && status === 'resolved');
          await admit(endOf(other));
          return play.incident.closed();
        }),
      );

      expect([...result.keys]).toEqual([target]);
      expect(world.actions).toEqual([{ action: 'undo-rollout', target }]);
      expect(correlate(first(podOf({ target })), [], []).incident).toBe(target);
    },
  );
});
