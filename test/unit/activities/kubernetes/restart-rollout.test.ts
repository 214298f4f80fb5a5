import { expect, it } from 'vitest';
import { actions } from '../../../../activities/actions/index.ts';
import type { FoundObject } from '../../../../activities/described/clusters.ts';
import { aCluster } from '../../../support/kubernetes/builders.ts';
import { servicesHere } from '../../../support/hosts/services-here.ts';

const target = 'kubernetes/shop/shop/DaemonSet/agent';
const followed = { desiredNumberScheduled: 1, currentNumberScheduled: 1, updatedNumberScheduled: 1 };

it.each([
  { type: 'OnDelete', status: followed, because: 'it replaces no pod by itself' },
  {
    type: 'RollingUpdate',
    status: { ...followed, updatedNumberScheduled: 0 },
    because: 'its rollout is under way: a restart would mix with it',
  },
])('restart-rollout changes nothing where a restart would not come to the pods: $because', async (found) => {
  const { type, status, because } = found;
  const changed: string[] = [];
  const workload = {
    metadata: { name: 'agent', namespace: 'shop', uid: 'uid-1', generation: 1 },
    spec: { updateStrategy: { type }, template: { spec: { containers: [{ name: 'app' }] } } },
    status: { observedGeneration: 1, ...status },
  };
  const api = { get: async () => workload, patch: async () => changed.push('the workload') };
  const ref = { cluster: 'shop', namespace: 'shop', kind: 'DaemonSet', name: 'agent' };
  const object = { ...ref, api, definition: aCluster() } as unknown as FoundObject;
  const deps = { ...servicesHere(), findObject: () => object };
  const restart = actions['restart-rollout'];

  const result = await restart.perform(target, deps, await restart.observe(target, deps));

  expect(result).toEqual({ result: 'failed', summary: because });
  expect(changed).toEqual([]);
});
