import { describe, expect, it } from 'vitest';
import { quarantineLabels } from '../../../../../model/kubernetes/workloads/quarantine-labels.ts';

const labels = { app: 'web', tier: 'front', 'pod-template-hash': 'abc' };
const keeper = { name: 'its ReplicaSet', keys: ['app', 'pod-template-hash'] };

describe('the labels that a pod loses in quarantine', () => {
  it.each([
    ['are those of its controller', {}, [], { app: 'web', 'pod-template-hash': 'abc' }],
    ['are those of its Services too', { web: { tier: 'front' } }, [], labels],
    [
      'are not those of Services that select others',
      { api: { tier: 'back' } },
      [],
      { app: 'web', 'pod-template-hash': 'abc' },
    ],
    [
      'are not those that a network policy selects by',
      { web: { tier: 'front' } },
      ['app'],
      { tier: 'front', 'pod-template-hash': 'abc' },
    ],
    [
      'are enough to leave a selector',
      { web: { app: 'web', tier: 'front' } },
      ['app'],
      { tier: 'front', 'pod-template-hash': 'abc' },
    ],
  ])('%s', (_what, services, selected, taken) => {
    const policies = new Map(selected.map((key) => [key, 'strict']));

    expect(quarantineLabels({ labels, keeper, services, policies })).toEqual({ taken });
  });

  it.each([
    [
      'a Service',
      { web: { app: 'web' } },
      ['app'],
      'the Service web finds it by app, by which the network policy strict selects',
    ],
    [
      'its controller',
      {},
      ['app', 'pod-template-hash'],
      'its ReplicaSet finds it by app, by which the network policy strict selects',
    ],
  ])("cannot be chosen where only a policy's label would take it from %s", (_what, services, selected, because) => {
    const policies = new Map(selected.map((key) => [key, 'strict']));

    expect(quarantineLabels({ labels, keeper, services, policies })).toEqual({ because });
  });

  it('cannot be chosen where its controller finds it by none', () => {
    const question = { labels, keeper: { ...keeper, keys: [] }, services: {}, policies: new Map() };

    expect(quarantineLabels(question)).toEqual({
      because: expect.stringContaining('does not find it by labels') as unknown,
    });
  });
});
