import { expect, it } from 'vitest';
import { siblingsIn } from '../../../../../model/kubernetes/workloads/siblings.ts';
import { aServingPod } from '../../../../support/kubernetes/objects/network.ts';

it.each([
  { what: 'one that serves', pod: {}, all: 1, away: [] },
  { what: 'one that is not ready', pod: { isReady: false }, all: 1, away: ['b'] },
  { what: 'one that is being deleted', pod: { isLeaving: true }, all: 1, away: ['b'] },
  { what: 'one that was evicted', pod: { phase: 'Failed', reason: 'Evicted', isReady: false }, all: 0, away: [] },
  { what: 'one that has ended', pod: { phase: 'Succeeded', isReady: false }, all: 0, away: [] },
])('of $what beside a pod it is known whether it serves', ({ pod, all, away }) => {
  const siblings = siblingsIn([aServingPod('a', { isReady: false }), aServingPod('b', pod)], 'a');

  expect({ ...siblings, away: siblings.away.map(({ name }) => name) }).toEqual({ all, away });
});
