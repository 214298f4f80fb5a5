import { describe, expect, it } from 'vitest';
import type { DrainedPod } from '../../../../../model/kubernetes/nodes/drain-plan.ts';
import { planDrain } from '../../../../../model/kubernetes/nodes/drain-plan.ts';

function aDrainedPod(change: Partial<DrainedPod> = {}): DrainedPod {
  return {
    namespace: 'shop',
    name: 'web-1',
    uid: 'uid-1',
    controller: 'ReplicaSet',
    keeper: { name: 'web', uid: 'uid-web' },
    isReady: true,
    isStatic: false,
    hasEnded: false,
    hasLocalData: false,
    isSafeToEvict: null,
    ...change,
  };
}

describe('a drain', () => {
  it.each<[string, Partial<DrainedPod>]>([
    ['of a controller', {}],
    ['whose data its owner gives up', { hasLocalData: true, isSafeToEvict: true }],
    ['that is bare, and its owner lets it go', { controller: null, isSafeToEvict: true }],
  ])('evicts a pod %s', (_what, change) => {
    const plan = planDrain([aDrainedPod(change)], ['kube-system']);

    expect(plan).toMatchObject({ evict: [{ name: 'web-1' }], leave: [], objections: [] });
  });

  it.each<[string, Partial<DrainedPod>, string]>([
    ['of a daemon set, with data of its own', { controller: 'DaemonSet', hasLocalData: true }, 'of a daemon set'],
    ['that its kubelet has from a file', { isStatic: true, controller: 'Node' }, 'static'],
    ['that has ended', { hasEnded: true, controller: null }, 'ended'],
    ['of a protected namespace', { namespace: 'kube-system' }, 'in a protected namespace'],
  ])('leaves a pod %s', (_what, change, why) => {
    const plan = planDrain([aDrainedPod(change)], ['kube-system']);

    expect(plan.evict).toEqual([]);
    expect(plan.objections).toEqual([]);
    expect(plan.leave.map(([, reason]) => reason)).toEqual([why]);
  });

  it.each<[string, Partial<DrainedPod>, string]>([
    ['is bare', { controller: null }, 'shop/web-1 is bare: nothing would make it anew'],
    ['has data there', { hasLocalData: true }, 'shop/web-1 has data on the node that would be lost'],
    ['may not be evicted', { isSafeToEvict: false }, 'shop/web-1 is not to be evicted, says its owner'],
  ])('is not begun while a pod %s', (_what, change, words) => {
    expect(planDrain([aDrainedPod(), aDrainedPod(change)], []).objections).toEqual([words]);
  });

  it('names the first few of many objections', () => {
    const pods = Array.from({ length: 8 }, (_, index) => aDrainedPod({ name: `bare-${index}`, controller: null }));

    const { objections } = planDrain(pods, []);

    expect(objections).toHaveLength(6);
    expect(objections.at(-1)).toBe('and 3 more');
  });
});
