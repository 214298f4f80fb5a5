import type { V1Deployment } from '@kubernetes/client-node';
import { PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { vi } from 'vitest';
import { mebibyte } from '../../../../model/kubernetes/quantity.ts';
import type { ActionName } from '../../../../model/names.ts';
import type { Settings } from '../../../../model/remediation/plan.ts';
import { untilReady } from '../network-scene.ts';
import { anAutoscaler } from '../objects/objects.ts';
import type { Cluster } from '../use-control-plane.ts';
import { aDeployment } from '../objects/workloads.ts';
import type { ActionCase, ByPeople, Prepared } from './action-case.ts';

const asStrategicMerge = setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch);
const more = { replicas: '3' };
const higher = { max: '5' };
const larger = { container: 'app', bytes: String(384 * mebibyte) };
const limited = { container: { resources: { limits: { memory: '256Mi' } } } };

const replicas = ({ spec }: V1Deployment) => String(spec?.replicas);
const generation = ({ metadata }: V1Deployment) => String(metadata?.generation);
const image = ({ spec }: V1Deployment) => spec?.template.spec?.containers[0]?.image ?? 'none';
const memory = ({ spec }: V1Deployment) => spec?.template.spec?.containers[0]?.resources?.limits?.['memory'] ?? 'none';

/** Actions that change what an object says. */
export const valueCases: readonly ActionCase[] = [
  {
    action: 'scale-workload',
    prepare: (cluster) => aSettledDeployment(cluster, 'scale-workload', replicas, more),
    before: '2',
    after: '3',
    lacks: 'patch deployments',
  },
  {
    action: 'restore-replicas',
    prepare: (cluster, byPeople) => changed(cluster, byPeople, ['restore-replicas', 'scale-workload'], replicas, more),
    before: '3',
    after: '2',
    lacks: 'patch deployments',
  },
  {
    action: 'raise-memory-limit',
    prepare: (cluster) => aSettledDeployment(cluster, 'raise-memory-limit', memory, larger),
    before: '256Mi',
    after: '384Mi',
    lacks: 'patch deployments',
  },
  {
    action: 'restore-memory-limit',
    prepare: (cluster, byPeople) =>
      changed(cluster, byPeople, ['restore-memory-limit', 'raise-memory-limit'], memory, larger),
    before: '384Mi',
    after: '256Mi',
    lacks: 'patch deployments',
  },
  {
    action: 'restart-rollout',
    prepare: (cluster) => aSettledDeployment(cluster, 'restart-rollout', generation),
    before: '1',
    after: '2',
    lacks: 'patch deployments',
  },
  {
    action: 'undo-rollout',
    prepare: aSecondRevision,
    before: 'registry.test/web:2',
    after: 'registry.test/undo-rollout:1',
    lacks: 'patch deployments',
  },
  {
    action: 'raise-autoscaler-max',
    prepare: (cluster) => aMaximum(cluster, 'raise-autoscaler-max'),
    before: '4',
    after: '5',
    lacks: 'patch horizontalpodautoscalers',
  },
  {
    action: 'restore-autoscaler-max',
    async prepare(cluster, byPeople) {
      const name = 'restore-autoscaler-max';
      const prepared = await aMaximum(cluster, name);
      return { ...prepared, settings: await byPeople('raise-autoscaler-max', prepared, higher) };
    },
    before: '5',
    after: '4',
    lacks: 'patch horizontalpodautoscalers',
  },
];

async function aSettledDeployment(
  cluster: Cluster,
  name: string,
  read: (deployment: V1Deployment) => string,
  settings: Settings = {},
): Promise<Prepared> {
  const one = { name, namespace: cluster.namespace };
  await cluster.create(aDeployment({ name, ...limited }));
  await untilReady(cluster, name, 2);
  await untilRolledOut(cluster, name);
  return {
    kind: 'Deployment',
    name,
    settings,
    state: async () => read(await cluster.apps.readNamespacedDeployment(one)),
    async replace() {
      const { spec } = await cluster.apps.readNamespacedDeployment(one);
      await cluster.apps.deleteNamespacedDeployment(one);
      await cluster.create({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec } as V1Deployment);
    },
  };
}

/** A Deployment that the first of two actions can give back what the second one has changed. */
async function changed(
  cluster: Cluster,
  byPeople: ByPeople,
  [name, action]: readonly [ActionName, ActionName],
  read: (deployment: V1Deployment) => string,
  settings: Settings,
): Promise<Prepared> {
  const prepared = await aSettledDeployment(cluster, name, read);
  return { ...prepared, settings: await byPeople(action, prepared, settings) };
}

async function aSecondRevision(cluster: Cluster): Promise<Prepared> {
  const name = 'undo-rollout';
  const prepared = await aSettledDeployment(cluster, name, image, { revision: '1' });
  const body = { spec: { template: { spec: { containers: [{ name: 'app', image: 'registry.test/web:2' }] } } } };
  await cluster.apps.patchNamespacedDeployment({ name, namespace: cluster.namespace, body }, asStrategicMerge);
  await untilRolledOut(cluster, name);
  return prepared;
}

async function untilRolledOut(cluster: Cluster, name: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const { status, metadata } = await cluster.apps.readNamespacedDeployment({ name, namespace: cluster.namespace });
      const { observedGeneration, updatedReplicas, availableReplicas, replicas: all } = status ?? {};
      if (observedGeneration !== metadata?.generation || updatedReplicas !== 2 || availableReplicas !== 2 || all !== 2)
        throw new Error(`${name} is being rolled out`);
    },
    { timeout: 30_000, interval: 100 },
  );
}

async function aMaximum(cluster: Cluster, name: string): Promise<Prepared> {
  const one = { name, namespace: cluster.namespace };
  const read = () => cluster.autoscaling.readNamespacedHorizontalPodAutoscaler(one);
  await cluster.create(anAutoscaler({ name }));
  return {
    kind: 'HorizontalPodAutoscaler',
    name,
    settings: higher,
    state: async () => String((await read()).spec?.maxReplicas),
    async replace() {
      const { maxReplicas } = (await read()).spec ?? {};
      await cluster.autoscaling.deleteNamespacedHorizontalPodAutoscaler(one);
      await cluster.create(anAutoscaler({ name, ...(maxReplicas === undefined ? {} : { maxReplicas }) }));
    },
  };
}
