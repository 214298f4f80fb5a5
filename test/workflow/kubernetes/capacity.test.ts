import { describe, expect, it } from 'vitest';
import { createLookingActivities } from '../../../activities/checking.ts';
import { objectOf } from '../../../model/kubernetes/object.ts';
import { mebibyte } from '../../../model/kubernetes/quantity.ts';
import type { Shortage } from '../../support/kubernetes/paths/capacity-scenarios.ts';
import {
  aFailedJob,
  aShortage,
  fillsUp,
  killedForMemory,
  maxedOut,
  usedUp,
} from '../../support/kubernetes/paths/capacity-scenarios.ts';
import { minutes } from '../../support/played/mock-world.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

describe('the runbooks for what is short in a cluster', () => {
  it.each([
    ['memory-raised', 'raise-memory-limit', { container: 'api', bytes: String(768 * mebibyte) }],
    ['autoscaler-raised', 'raise-autoscaler-max', { max: '5' }],
    ['job-deleted', 'delete-failed-job', undefined],
    ['claim-expanded', 'expand-claim', { bytes: String(12 * 1024 * mebibyte) }],
  ] as const)('repair it on the path %s', async (path, action, settings) => {
    const { result, world } = await bed.play(scenarios[path]);

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(world.orders.map((order) => ({ action: order.action, settings: order.settings }))).toEqual([
      { action, settings },
    ]);
    expect(world.requests).toHaveLength(path === 'claim-expanded' ? 1 : 0);
  });

  it.each<[string, Shortage]>([
    ['KubernetesHpaScaleMaximum', maxedOut],
    ['KubernetesHpaScaleCapability', maxedOut],
    ['KubernetesVolumeOutOfDiskSpace', fillsUp],
    ['KubernetesVolumeFullInFourDays', fillsUp],
  ])('repair what other rules call %s', async (alert, shortage) => {
    const { result, world } = await bed.play(aShortage({ ...shortage, alert }));

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(world.orders).toHaveLength(1);
  });

  it('run a Job again that no later run has made up for, and act on the Job and not on its CronJob', async () => {
    const again = { ...aFailedJob('none'), risk: 'destructive', end: 'approved' } as const;

    const { result, target, world } = await bed.play(aShortage(again));

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    const [order, ...others] = world.orders;
    expect(others).toEqual([]);
    expect(order?.action).toBe('rerun-job');
    expect(objectOf(order?.target ?? '')).toEqual({ ...objectOf(target), kind: 'Job', name: 'nightly-1' });
  });

  it.each<[string, number, Shortage]>([
    ['a Job that is run again', 60, { ...aFailedJob('none'), risk: 'destructive', end: 'approved' }],
    ['an autoscaler that settles', 5, maxedOut],
    ['a claim', 0, fillsUp],
  ])('give %s %i minutes more than the policy says to get well', async (_what, extra, shortage) => {
    const scenario = aShortage(shortage);
    const given = new Set<number>();
    const world = () => {
      const made = scenario.world();
      const looking = createLookingActivities((check) => made.sees(check));
      made.instead.proveHealth = (order) => (given.add(order.withinMs), looking.proveHealth(order));
      return made;
    };

    const { world: played } = await bed.play({ ...scenario, world });

    expect([...given]).toEqual([played.policy.verification.withinMs + extra * minutes]);
  });

  it('get people where a higher limit has not helped', async () => {
    const { result, world } = await bed.play(aShortage({ ...killedForMemory, helps: false }));

    expect(result.outcome).toMatchObject({ kind: 'escalated' });
    expect(world.orders.map(({ action }) => action)).toEqual(['raise-memory-limit']);
  });

  it('give a limit back that has not helped, by the settings of its undo, and get people', async () => {
    const { result, world } = await bed.play(scenarios['memory-restored']);

    expect(result.outcome).toMatchObject({ kind: 'undone' });
    expect(world.orders.map(({ kind, action, settings }) => [kind, action, settings])).toEqual([
      ['do', 'raise-memory-limit', { container: 'api', bytes: String(768 * mebibyte) }],
      ['undo', 'restore-memory-limit', { container: 'api', bytes: String(512 * mebibyte), mark: '1' }],
    ]);
  });

  it.each<[string, Shortage, string, string]>([
    ['a quota is used up', usedUp, 'diagnosis-only', 'quota-state: unhealthy'],
    ['replicas wait', { ...maxedOut, alert: 'KubeHpaReplicasMismatch' }, 'diagnosis-only', 'autoscaler-state'],
    [
      'a Job does not end',
      { ...aFailedJob('none'), alert: 'KubeJobNotCompleted' },
      'diagnosis-only',
      'Job nightly-1: job-state',
    ],
    ['inodes run out', { ...fillsUp, alert: 'KubePersistentVolumeInodesFillingUp' }, 'diagnosis-only', 'claim-state'],
    ['a volume is lost', { ...fillsUp, alert: 'KubePersistentVolumeErrors' }, 'diagnosis-only', 'claim-state'],
    [
      'the alert names another container',
      { ...killedForMemory, labels: { container: 'proxy' } },
      'diagnosis-only',
      'no limit of its own',
    ],
    ['the alert names no single Job', { ...aFailedJob('none'), labels: {} }, 'no-plan', 'name no single Job'],
    [
      'the alert names a hostile Job',
      { ...aFailedJob('none'), labels: { job_name: '../../nodes' } },
      'no-plan',
      'name no single Job',
    ],
    ['nobody can tell', { ...maxedOut, health: 'unknown', facts: {} }, 'diagnosis-only', 'autoscaler-state: unknown'],
  ])('change nothing where %s', async (_why, shortage, reason, words) => {
    const { result, world } = await bed.play(aShortage({ ...shortage, end: 'escalated' }));

    expect(result.outcome).toMatchObject({
      kind: 'nothing-done',
      reason,
      detail: expect.stringContaining(words) as unknown,
    });
    expect(world.orders).toEqual([]);
  });

  it.each([killedForMemory, maxedOut, fillsUp, usedUp])(
    'do nothing about $kind that is well again',
    async (shortage) => {
      const { result, world } = await bed.play(aShortage({ ...shortage, health: 'healthy', end: 'resolved' }));

      expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'already-healthy' });
      expect(world.orders).toEqual([]);
    },
  );
});
