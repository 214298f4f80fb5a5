import { expect, it } from 'vitest';
import type { PodOnNode } from '../../../../../model/kubernetes/nodes/node-pods.ts';
import { countPods } from '../../../../../model/kubernetes/nodes/node-pods.ts';

function pods(count: number, change: Partial<PodOnNode> = {}): readonly PodOnNode[] {
  const usual = { namespace: 'shop', controller: 'ReplicaSet', hasEnded: false, hasLocalData: false, reason: '' };
  return Array.from({ length: count }, (_, index) => ({ ...usual, name: `web-${index}`, isReady: true, ...change }));
}

it.each([
  { running: 104, places: 110, isFull: false },
  { running: 105, places: 110, isFull: true },
  { running: 105, places: null, isFull: false },
])('a node with $running pods on $places places is full: $isFull', ({ running, places, isFull }) => {
  expect(countPods(pods(running), places, true).isFull).toBe(isFull);
});

it('does not count pods that have ended', () => {
  expect(countPods([...pods(2), ...pods(200, { hasEnded: true })], 110, true).running).toBe(2);
});

it('says what keeps them, and names the sick ones', () => {
  const { summary, details } = countPods(
    [
      ...pods(3),
      ...pods(1, { controller: null, hasLocalData: true }),
      ...pods(12, { isReady: false, reason: 'Error' }),
    ],
    110,
    false,
  );

  expect(summary).toBe('at least 16 pods of 110 places, 12 not ready');
  expect(details[0]).toBe('kept by: 1 bare, 15 ReplicaSet; with data on the node: 1');
  expect(details[1]).toBe('not ready: shop/web-0 Error');
  expect(details.at(-1)).toBe('and 2 more that are not ready');
});
