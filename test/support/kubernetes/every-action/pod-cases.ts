import { expect } from 'vitest';
import type { ActionName } from '../../../../model/names.ts';
import { untilReady } from '../network-scene.ts';
import { aService } from '../objects/objects.ts';
import { aPod } from '../objects/pods.ts';
import { annotatePod, podsOf } from '../troubles.ts';
import type { Cluster } from '../use-control-plane.ts';
import { aDeployment } from '../objects/workloads.ts';
import type { ActionCase, Prepared } from './action-case.ts';

const front = (service: string) => ({ service, label: 'tier', value: 'front' });

/** Actions on one pod of three. */
export const podCases: readonly ActionCase[] = [
  ...(['delete-pod', 'restart-workload-pod', 'restart-dns-pod'] as const).map((action) => ({
    action,
    prepare: (cluster: Cluster) => oneOfThree(cluster, action),
    before: '3 of 3 left',
    after: '2 of 3 left',
    lacks: 'create pods/eviction',
  })),
  {
    action: 'quarantine-pod',
    prepare: (cluster) => labelled(cluster, 'quarantine-pod', 'app'),
    before: 'quarantine-pod',
    after: 'none',
    lacks: 'patch pods',
  },
  {
    action: 'release-pod',
    async prepare(cluster, byPeople) {
      const prepared = await labelled(cluster, 'release-pod', 'app');
      // Its controller has one too many then, and must not end this one of all.
      await annotatePod(cluster, prepared.name, { 'controller.kubernetes.io/pod-deletion-cost': '100' });
      return { ...prepared, settings: await byPeople('quarantine-pod', prepared) };
    },
    before: 'none',
    after: 'release-pod',
    lacks: 'patch pods',
  },
  {
    action: 'remove-endpoint',
    prepare: (cluster) => inService(cluster, 'remove-endpoint'),
    before: 'front',
    after: 'none',
    lacks: 'patch pods',
  },
  {
    action: 'restore-endpoint',
    async prepare(cluster, byPeople) {
      const prepared = await inService(cluster, 'restore-endpoint');
      return { ...prepared, settings: await byPeople('remove-endpoint', prepared, prepared.settings) };
    },
    before: 'none',
    after: 'front',
    lacks: 'patch pods',
    contentWithNamesake: 'nothing of it is out of service any more',
  },
];

/** A pod of a Deployment of three; its state is how many of these are left. */
async function oneOfThree(cluster: Cluster, name: string): Promise<Prepared> {
  await cluster.create(aDeployment({ name, replicas: 3, labels: { tier: 'front' } }));
  const [pod = ''] = await untilReady(cluster, name, 3);
  const uids = async () =>
    (await podsOf(cluster, name))
      .filter(({ metadata }) => !metadata?.deletionTimestamp)
      .map(({ metadata }) => metadata?.uid);
  const all = new Set(await uids());
  return {
    kind: 'Pod',
    name: pod,
    state: async () => `${(await uids()).filter((uid) => all.has(uid)).length} of ${all.size} left`,
    replace: () => replacePod(cluster, pod),
  };
}

/** A pod as well, whose state is one of its labels. */
async function labelled(cluster: Cluster, name: ActionName, label: string): Promise<Prepared> {
  const prepared = await oneOfThree(cluster, name);
  const one = { name: prepared.name, namespace: cluster.namespace };
  return {
    ...prepared,
    state: async () => (await cluster.core.readNamespacedPod(one)).metadata?.labels?.[label] ?? 'none',
  };
}

/** A pod to which a Service sends requests, by a label that its Deployment does not select by. */
async function inService(cluster: Cluster, name: ActionName): Promise<Prepared> {
  const service = aService({ name });
  await cluster.create({ ...service, spec: { ...service.spec, selector: { app: name, tier: 'front' } } });
  const prepared = await labelled(cluster, name, 'tier');
  const { discovery, namespace } = cluster;
  const ready = async () => {
    const labelSelector = `kubernetes.io/service-name=${name}`;
    const { items } = await discovery.listNamespacedEndpointSlice({ namespace, labelSelector });
    // Where there are none the API server says null.
    return items.flatMap(({ endpoints }) => endpoints ?? []).filter(({ conditions }) => conditions?.ready).length;
  };
  await expect.poll(ready, { timeout: 30_000, interval: 100 }).toBe(3);
  return { ...prepared, settings: front(name) };
}

/** A pod of nobody takes the name. */
async function replacePod(cluster: Cluster, name: string): Promise<void> {
  const one = { name, namespace: cluster.namespace };
  const { metadata } = await cluster.core.readNamespacedPod(one);
  await cluster.core.deleteNamespacedPod({ ...one, gracePeriodSeconds: 0 });
  // Its labels are those of the other pod, but that its controller must not take it for its own.
  const labels = Object.fromEntries(Object.entries(metadata?.labels ?? {}).filter(([key]) => key === 'tier'));
  await cluster.create(aPod({ name, app: 'a-namesake', labels }));
}
