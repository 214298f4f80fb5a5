import { describe, expect, it } from 'vitest';
import {
  dnsObstacle,
  missingReplacement,
  workloadObstacle,
} from '../../../../../model/kubernetes/network/replacement.ts';
import { disconnectedPods, isKeptOut, replacementOrder } from '../../../../../model/kubernetes/network/sidecar.ts';
import { aServingPod } from '../../../../support/kubernetes/objects/network.ts';
import { aContainerState } from '../../../../support/kubernetes/objects/pod-states.ts';

const unready = { isReady: false };

describe('a pod of a workload', () => {
  it.each([
    ['may go while its siblings are ready', [aServingPod('a'), aServingPod('b')], null],
    ['may go where it serves nobody', [aServingPod('a', unready), aServingPod('b', unready)], null],
    ['stays where it is the only one', [aServingPod('a')], 'the only pod'],
    ['stays while a sibling is not ready', [aServingPod('a'), aServingPod('b', unready)], 'its sibling b is not ready'],
    [
      'stays while a sibling leaves',
      [aServingPod('a'), aServingPod('b', { isLeaving: true })],
      'its sibling b is not ready',
    ],
    [
      'does not count siblings that have ended',
      [aServingPod('a'), aServingPod('b', { phase: 'Succeeded' })],
      'the only pod',
    ],
    ['has to be there', [aServingPod('b')], 'no pod of its workload'],
    ['does not go twice', [aServingPod('a', { isLeaving: true }), aServingPod('b')], 'being deleted already'],
  ])('%s', (_what, pods, obstacle) => {
    const found = workloadObstacle(pods, 'a');

    expect(found ?? '').toContain(obstacle ?? '');
    expect(found === null).toBe(obstacle === null);
  });
});

describe('a DNS pod', () => {
  const two = [aServingPod('a'), aServingPod('b')];

  it.each([
    ['may go while another one answers', two, ['b'], null],
    ['may go where all are dead', two, [], null],
    ['stays where it is the last that answers', two, ['a'], 'no other DNS pod answers'],
    [
      'does not count on one that is not ready',
      [aServingPod('a'), aServingPod('b', unready)],
      ['a', 'b'],
      'no other DNS pod answers',
    ],
    [
      'does not count on one that leaves',
      [aServingPod('a'), aServingPod('b', { isLeaving: true })],
      ['a', 'b'],
      'no other DNS pod answers',
    ],
    ['has to be one of the described workload', [aServingPod('b')], ['b'], 'no pod of the described DNS'],
  ])('%s', (_what, pods, answering, obstacle) => {
    const found = dnsObstacle(pods, 'a', ({ name }) => (answering.includes(name) ? 'yes' : 'no'));

    expect(found ?? '').toContain(obstacle ?? '');
    expect(found === null).toBe(obstacle === null);
  });
});

describe('a DNS pod that nobody has asked', () => {
  it.each([
    ['stays', { a: 'unknown', b: 'yes' } as const, 'nobody has asked it'],
    ['is not counted on', { a: 'yes', b: 'unknown' } as const, 'no other DNS pod answers'],
  ])('%s', (_what, said, obstacle) => {
    const answers = ({ name }: { readonly name: string }) => (name === 'a' ? said.a : said.b);

    expect(dnsObstacle([aServingPod('a'), aServingPod('b')], 'a', answers)).toContain(obstacle);
  });
});

describe('the replacement of a pod', () => {
  const gone = aServingPod('a');
  const before = new Set([gone.uid, 'uid-b']);
  const proxy = aContainerState({ name: 'proxy' });

  it.each([
    ['is awaited while the pod is there', [gone, aServingPod('c')], null, 'still there'],
    ['is awaited while too few pods are there', [aServingPod('b')], null, '1 of 2 pods'],
    ['is awaited until it is ready', [aServingPod('b'), aServingPod('c', unready)], null, 'c is not ready'],
    ['is not one that was there before', [aServingPod('b'), aServingPod('d', { uid: 'uid-b' })], null, 'no new pod'],
    ['needs its sidecar', [aServingPod('b'), aServingPod('c')], 'proxy', 'no container proxy'],
    ['is there', [aServingPod('b'), aServingPod('c')], null, null],
    ['is there with its sidecar', [aServingPod('b'), aServingPod('c', { containers: [proxy] })], 'proxy', null],
  ])('%s', (_what, pods, container, missing) => {
    const found = missingReplacement(pods, gone, { before, wanted: 2, container });

    expect(found ?? '').toContain(missing ?? '');
    expect(found === null).toBe(missing === null);
  });
});

const withProxy = (overrides = {}) => ({
  containers: [aContainerState(), aContainerState({ name: 'proxy', ...overrides })],
});

describe('pods that take no part in a mesh', () => {
  it.each([
    ['lack the sidecar', aServingPod('a'), 'has no container proxy'],
    ['have one that is not ready', aServingPod('a', withProxy({ isReady: false })), 'is not ready'],
    [
      'have one that crashes',
      aServingPod('a', withProxy({ isReady: false, waiting: { reason: 'CrashLoopBackOff', message: null } })),
      'CrashLoopBackOff',
    ],
    ['have an older one', aServingPod('a', withProxy({ image: 'proxy:1' })), 'injected before the last change'],
  ])('%s', (_what, pod, words) => {
    const youngest = aServingPod('z', { ...withProxy({ image: 'proxy:2' }), createdAt: '2026-01-02T00:00:00.000Z' });

    const disconnected = disconnectedPods([pod, youngest], 'proxy');

    expect(disconnected).toEqual([{ pod, why: expect.stringContaining(words) as unknown }]);
  });

  it('are none that have ended, leave, or work', () => {
    const pods = [
      aServingPod('a', { phase: 'Succeeded' }),
      aServingPod('b', { isLeaving: true }),
      aServingPod('c', withProxy()),
    ];

    expect(disconnectedPods(pods, 'proxy')).toEqual([]);
  });

  it('are replaced in an order that costs least', () => {
    const old = aServingPod('old');
    const young = aServingPod('young', { createdAt: '2026-01-02T00:00:00.000Z' });
    const dead = aServingPod('dead', { ...unready, createdAt: '2026-01-03T00:00:00.000Z' });

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
