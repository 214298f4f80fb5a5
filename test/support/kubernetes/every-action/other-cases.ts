import { expect } from 'vitest';
import type { V1Job } from '@kubernetes/client-node';
import { addNodes } from '../use-control-plane.ts';
import type { ActionName } from '../../../../model/names.ts';
import { untilReady } from '../network-scene.ts';
import { cordonOf } from '../nodes/cordons.ts';
import { aClaim, aNode, aStorageClass, aVolume } from '../objects/objects.ts';
import type { Cluster } from '../use-control-plane.ts';
import { aDeployment, aJob } from '../objects/workloads.ts';
import type { ActionCase, Prepared } from './action-case.ts';

const GiB = 1024 ** 3;
const soon = { timeout: 30_000, interval: 100 };
const rerunLabel = 'nightshift.io/rerun-of';
const fails = { trouble: 'fails' } as const;

/** Actions on nodes, Jobs and claims. */
export const otherCases: readonly ActionCase[] = [
  {
    action: 'cordon-node',
    prepare: (cluster) => aLoneNode(cluster, 'cordon-node'),
    before: 'open',
    after: 'cordoned',
    lacks: 'patch nodes',
  },
  {
    action: 'uncordon-node',
    async prepare(cluster, byPeople) {
      const prepared = await aLoneNode(cluster, 'uncordon-node');
      return { ...prepared, settings: await byPeople('cordon-node', prepared) };
    },
    before: 'cordoned',
    after: 'open',
    lacks: 'patch nodes',
    contentWithNamesake: 'is another node now, and was left as it is',
  },
  { action: 'drain-node', prepare: aFullNode, before: 'open, 2 pods', after: 'cordoned, 0 pods', lacks: 'patch nodes' },
  { action: 'delete-failed-job', prepare: aMadeUpJob, before: '1 Job', after: '0 Jobs', lacks: 'delete jobs' },
  { action: 'rerun-job', prepare: aFailedJob, before: '0 Jobs', after: '1 Job', lacks: 'create jobs' },
  { action: 'withdraw-job', prepare: aRunningRerun, before: '1 Job', after: '0 Jobs', lacks: 'delete jobs' },
  {
    action: 'expand-claim',
    prepare: aBoundClaim,
    before: '10Gi',
    after: '12Gi',
    lacks: 'patch persistentvolumeclaims',
  },
];

/** A node of its own. */
async function aLoneNode(cluster: Cluster, action: ActionName): Promise<Prepared> {
  const prefix = `${action}-${cluster.namespace}`;
  const name = `${prefix}-1`;
  await addNodes(cluster, 1, prefix);
  return {
    kind: 'Node',
    name,
    state: async () => ((await cordonOf(cluster, name)).isCordoned ? 'cordoned' : 'open'),
    async replace() {
      await cluster.core.deleteNode({ name });
      await addNodes(cluster, 1, prefix);
    },
  };
}

/** A node with two pods, which have another one to go to, and that no pod of another action is put on. */
async function aFullNode(cluster: Cluster): Promise<Prepared> {
  const app = 'drain-node';
  const [name, other] = [`${app}-${cluster.namespace}-1`, `${app}-${cluster.namespace}-2`];
  const pool = cluster.namespace;
  const taints = [{ key: 'pool', effect: 'NoSchedule' }];
  const join = (node: string) =>
    cluster.create(Object.assign(aNode({ name: node, labels: { pool } }), { spec: { taints } }));
  await join(name);
  await cluster.create(
    aDeployment({ name: app, spec: { nodeSelector: { pool }, tolerations: [{ key: 'pool', operator: 'Exists' }] } }),
  );
  await untilReady(cluster, app, 2);
  await join(other);
  const pods = async () => {
    const fieldSelector = `spec.nodeName=${name}`;
    const { items } = await cluster.core.listNamespacedPod({ namespace: cluster.namespace, fieldSelector });
    return items.filter(({ metadata }) => metadata?.labels?.['app'] === app).length;
  };
  return {
    kind: 'Node',
    name,
    state: async () => `${(await cordonOf(cluster, name)).isCordoned ? 'cordoned' : 'open'}, ${await pods()} pods`,
    async replace() {
      await cluster.core.deleteNode({ name });
      await join(name);
    },
  };
}

async function aFailedJob(cluster: Cluster): Promise<Prepared> {
  const name = 'rerun-job';
  const made = await failed(cluster, name);
  const labelSelector = `${rerunLabel}=${made.metadata?.uid}`;
  return {
    kind: 'Job',
    name,
    state: () => jobsNow(cluster, { labelSelector }),
    async replace() {
      await remove(cluster, name);
      await failed(cluster, name);
    },
  };
}

/** A failed Job whose work was done by one after it. */
async function aMadeUpJob(cluster: Cluster): Promise<Prepared> {
  const name = 'delete-failed-job';
  const { metadata } = await failed(cluster, name);
  const again = aJob({ name: `${name}-again` });
  await ended(cluster, labelledJob(again, metadata?.uid));
  return {
    kind: 'Job',
    name,
    state: () => jobsNow(cluster, { fieldSelector: `metadata.name=${name}` }),
    async replace() {
      await remove(cluster, name);
      await failed(cluster, name);
    },
  };
}

/** A Job that is run again, and has not ended. */
async function aRunningRerun(cluster: Cluster): Promise<Prepared> {
  const name = 'withdraw-job';
  const job = `${name}-again`;
  const { metadata } = await failed(cluster, name);
  const runs = () => aJob({ name: job, ...fails, details: { 'run-for': '300s' } });
  await cluster.create(labelledJob(runs(), metadata?.uid));
  return {
    kind: 'Job',
    name,
    settings: { uid: metadata?.uid ?? '', job },
    changes: { kind: 'Job', name: job },
    state: () => jobsNow(cluster, { fieldSelector: `metadata.name=${job}` }),
    async replace() {
      await remove(cluster, job);
      await cluster.create(runs());
    },
  };
}

function labelledJob(job: V1Job, uid = ''): V1Job {
  Object.assign(job.metadata ?? {}, { labels: { [rerunLabel]: uid } });
  return job;
}

async function ended(cluster: Cluster, job: V1Job): Promise<V1Job> {
  const one = { name: job.metadata?.name ?? '', namespace: cluster.namespace };
  const made = await cluster.create(job);
  const ends = async () =>
    ((await cluster.batch.readNamespacedJob(one)).status?.conditions ?? []).filter(
      ({ type }) => type === 'Failed' || type === 'Complete',
    ).length;
  await expect.poll(ends, soon).toBe(1);
  return made;
}

function failed(cluster: Cluster, name: string): Promise<V1Job> {
  return ended(cluster, aJob({ name, ...fails }));
}

async function jobsNow(cluster: Cluster, chosen: { labelSelector?: string; fieldSelector?: string }): Promise<string> {
  const { items } = await cluster.batch.listNamespacedJob({ namespace: cluster.namespace, ...chosen });
  return items.length === 1 ? '1 Job' : `${items.length} Jobs`;
}

async function remove(cluster: Cluster, name: string): Promise<void> {
  const one = { name, namespace: cluster.namespace };
  await cluster.batch.deleteNamespacedJob({ ...one, propagationPolicy: 'Background' });
  await expect.poll(() => jobsNow(cluster, { fieldSelector: `metadata.name=${name}` }), soon).toBe('0 Jobs');
}

async function aBoundClaim(cluster: Cluster): Promise<Prepared> {
  const name = 'expand-claim';
  const one = { name, namespace: cluster.namespace };
  const storageClass = `class-${cluster.namespace}`;
  const read = () => cluster.core.readNamespacedPersistentVolumeClaim(one);
  const bound = async (volume: string) => {
    await cluster.create(aVolume({ name: volume, storageClass }), aClaim({ name, storageClass }));
    await expect.poll(async () => (await read()).status?.phase, soon).toBe('Bound');
  };
  await cluster.create(aStorageClass({ name: storageClass }));
  await bound(`volume-${cluster.namespace}`);
  return {
    kind: 'PersistentVolumeClaim',
    name,
    settings: { bytes: String(12 * GiB) },
    state: async () => (await read()).spec?.resources?.requests?.['storage'] ?? 'none',
    async replace() {
      await cluster.core.deleteNamespacedPersistentVolumeClaim(one);
      await expect.poll(() => read().catch(() => null), soon).toBeNull();
      await bound(`second-${cluster.namespace}`);
    },
  };
}
