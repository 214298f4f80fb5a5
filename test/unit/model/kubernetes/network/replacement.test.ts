import { describe, expect, it } from 'vitest';
import {
  dnsObstacle,
  missingReplacement,
  workloadObstacle,
} from '../../../../../model/kubernetes/network/replacement.ts';
import { disconnectedPods, isKeptOut, replacementOrder } from '../../../../../model/kubernetes/network/sidecar.ts';
import { aContainer, aPodState } from '../../../../support/kubernetes/network.ts';

const unready = { isReady: false };

describe('a pod of a workload', () => {
  it.each([
    ['may go while its siblings are ready', [aPodState('a'), aPodState('b')], null],
    ['may go where it serves nobody', [aPodState('a', unready), aPodState('b', unready)], null],
    ['stays where it is the only one', [aPodState('a')], 'the only pod'],
    ['stays while a sibling is not ready', [aPodState('a'), aPodState('b', unready)], 'its sibling b is not ready'],
    [
      'stays while a sibling leaves',
      [aPodState('a'), aPodState('b', { isLeaving: true })],
      'its sibling b is not ready',
    ],
    ['does not count siblings that have ended', [aPodState('a'), aPodState('b', { isOver: true })], 'the only pod'],
    ['has to be there', [aPodState('b')], 'no pod of its workload'],
    ['does not go twice', [aPodState('a', { isLeaving: true }), aPodState('b')], 'being deleted already'],
  ])('%s', (_what, pods, obstacle) => {
    const found = workloadObstacle(pods, 'a');

    expect(found ?? '').toContain(obstacle ?? '');
    expect(found === null).toBe(obstacle === null);
  });
});

describe('a DNS pod', () => {
  const two = [aPodState('a'), aPodState('b')];

  it.each([
    ['may go while another one answers', two, ['b'], null],
    ['may go where all are dead', two, [], null],
    ['stays where it is the last that answers', two, ['a'], 'no other DNS pod answers'],
    [
      'does not count on one that is not ready',
      [aPodState('a'), aPodState('b', unready)],
      ['a', 'b'],
      'no other DNS pod answers',
    ],
    [
      'does not count on one that leaves',
      [aPodState('a'), aPodState('b', { isLeaving: true })],
      ['a', 'b'],
      'no other DNS pod answers',
    ],
    ['has to be one of the described workload', [aPodState('b')], ['b'], 'no pod of the described DNS'],
  ])('%s', (_what, pods, answering, obstacle) => {
    const found = dnsObstacle(pods, 'a', ({ name }) => answering.includes(name));

    expect(found ?? '').toContain(obstacle ?? '');
    expect(found === null).toBe(obstacle === null);
  });
});

describe('the replacement of a pod', () => {
  const gone = aPodState('a');
  const before = new Set([gone.uid, 'uid-b']);
  const proxy = aContainer({ name: 'proxy' });

  it.each([
    ['is awaited while the pod is there', [gone, aPodState('c')], null, 'still there'],
    ['is awaited while too few pods are there', [aPodState('b')], null, '1 of 2 pods'],
    ['is awaited until it is ready', [aPodState('b'), aPodState('c', unready)], null, 'c is not ready'],
    ['is not one that was there before', [aPodState('b'), aPodState('d', { uid: 'uid-b' })], null, 'no new pod'],
    ['needs its sidecar', [aPodState('b'), aPodState('c')], 'proxy', 'no container proxy'],
    ['is there', [aPodState('b'), aPodState('c')], null, null],
    ['is there with its sidecar', [aPodState('b'), aPodState('c', { containers: [proxy] })], 'proxy', null],
  ])('%s', (_what, pods, container, missing) => {
    const found = missingReplacement(pods, gone, { before, wanted: 2, container });

    expect(found ?? '').toContain(missing ?? '');
    expect(found === null).toBe(missing === null);
  });
});

const withProxy = (overrides = {}) => ({ containers: [aContainer(), aContainer({ name: 'proxy', ...overrides })] });

describe('pods that take no part in a mesh', () => {
  it.each([
    ['lack the sidecar', aPodState('a'), 'has no container proxy'],
    ['have one that is not ready', aPodState('a', withProxy({ isReady: false })), 'is not ready'],
    [
      'have one that crashes',
      aPodState('a', withProxy({ isReady: false, waits: 'CrashLoopBackOff' })),
      'CrashLoopBackOff',
    ],
    ['have an older one', aPodState('a', withProxy({ image: 'proxy:1' })), 'injected before the last change'],
  ])('%s', (_what, pod, words) => {
    const youngest = aPodState('z', { ...withProxy({ image: 'proxy:2' }), createdAt: '2026-01-02T00:00:00.000Z' });

    const disconnected = disconnectedPods([pod, youngest], 'proxy');

    expect(disconnected).toEqual([{ pod, why: expect.stringContaining(words) as unknown }]);
  });

  it('are none that have ended, leave, or work', () => {
    const pods = [aPodState('a', { isOver: true }), aPodState('b', { isLeaving: true }), aPodState('c', withProxy())];

    expect(disconnectedPods(pods, 'proxy')).toEqual([]);
  });

  it('are replaced in an order that costs least', () => {
    const old = aPodState('old');
    const young = aPodState('young', { createdAt: '2026-01-02T00:00:00.000Z' });
    const dead = aPodState('dead', { ...unready, createdAt: '2026-01-03T00:00:00.000Z' });

    const order = replacementOrder([young, old, dead].map((pod) => ({ pod, why: '' })));

    expect(order).toEqual([dead, old, young]);
  });

  it.each([
    [{ 'sidecar.istio.io/inject': 'false' }, true],
    [{ 'linkerd.io/inject': 'disabled' }, true],
    [{ 'sidecar.istio.io/inject': 'true' }, false],
    [{}, false],
  ])('are wanted so where people say %o', (marks, isWanted) => {
    expect(isKeptOut(marks)).toBe(isWanted);
  });
});
