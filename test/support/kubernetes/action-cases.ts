import type { KubernetesObject } from '@kubernetes/client-node';
import { PatchStrategy } from '@kubernetes/client-node';
import { expect } from 'vitest';
import { rerunLabel } from '../../../activities/kubernetes/jobs/runs.ts';
import { mebibyte } from '../../../model/kubernetes/quantity.ts';
import type { ActionName } from '../../../model/names.ts';
import type { Settings } from '../../../model/remediation/plan.ts';
import { untilReady } from './network-scene.ts';
import { aClaim, aNode, anAutoscaler, aService, aStorageClass, aVolume } from './objects/objects.ts';
import type { Cluster } from './use-control-plane.ts';
import { aDeployment, aJob } from './objects/workloads.ts';

/** What an action is carried out on. */
interface ActionOrder {
  readonly kind: 'Deployment' | 'HorizontalPodAutoscaler' | 'Job' | 'Node' | 'PersistentVolumeClaim' | 'Pod';
  readonly name: string;
  readonly settings: Settings;
}

/** Makes something on which an action can be carried out, named after the given name. */
type Preparation = (cluster: Cluster, name: string) => Promise<ActionOrder>;

const GiB = 1024 ** 3;
const limited = { container: { resources: { limits: { memory: '256Mi' } } } };

async function until(holds: () => Promise<boolean | undefined>): Promise<void> {
  await expect.poll(holds, { timeout: 30_000, interval: 100 }).toBe(true);
}

/** One of two pods that are ready. */
const aReadyPod: Preparation = async (cluster, name) => {
  await cluster.create(aDeployment({ name, labels: { tier: name } }));
  const [pod = ''] = await untilReady(cluster, name, 2);
  return { kind: 'Pod', name: pod, settings: {} };
};

const aPodInService: Preparation = async (cluster, name) => {
  const service = aService({ name });
  const selector = { app: name, tier: name };
  await cluster.create({ ...service, spec: { ...service.spec, selector } } as KubernetesObject);
  return { ...(await aReadyPod(cluster, name)), settings: { service: name, label: 'tier', value: name } };
};

const aRollout =
  (settings: Settings): Preparation =>
  async (cluster, name) => {
    await cluster.create(aDeployment({ name, ...limited }));
    await untilReady(cluster, name, 2);
    return { kind: 'Deployment', name, settings };
  };

/** A Deployment at its second revision. */
const aSecondRevision: Preparation = async (cluster, name) => {
  const order = await aRollout({ revision: '1' })(cluster, name);
  const read = () => cluster.apps.readNamespacedDeployment({ name, namespace: cluster.namespace });
  const patch = {
    metadata: { name, namespace: cluster.namespace },
    spec: { template: { metadata: { labels: { version: '2' } } } },
  };
  await cluster.objects.patch(
    { ...patch, apiVersion: 'apps/v1', kind: 'Deployment' },
    undefined,
    undefined,
    undefined,
    undefined,
    PatchStrategy.MergePatch,
  );
  await until(async () => {
    const { status, metadata } = await read();
    const isSeen = status?.observedGeneration === metadata?.generation;
    return isSeen && status?.updatedReplicas === 2 && status.replicas === 2 && status.availableReplicas === 2;
  });
  return order;
};

/** A failed Job whose runs last long enough to be withdrawn. */
const aFailedJob: Preparation = async (cluster, name) => {
  const { batch, namespace } = cluster;
  await cluster.create(aJob({ name, trouble: 'fails', details: { 'exit-code': '3', 'run-for': '8s' } }));
  await until(async () => {
    const { status } = await batch.readNamespacedJob({ name, namespace });
    return status?.conditions?.some(({ type }) => type === 'Failed');
  });
  return { kind: 'Job', name, settings: {} };
};

/** A failed Job, and a run of it that was begun anew and has succeeded. */
const aFailedJobMadeUpFor: Preparation = async (cluster, name) => {
  const order = await aFailedJob(cluster, name);
  const { batch, namespace } = cluster;
  const { metadata } = await batch.readNamespacedJob({ name, namespace });
  const later = `${name}-later`;
  const labels = { [rerunLabel]: metadata?.uid ?? '' };
  const job = aJob({ name: later });
  Object.assign(job.metadata ?? {}, { labels });
  await cluster.create(job);
  await until(async () => {
    const { status } = await batch.readNamespacedJob({ name: later, namespace });
    return status?.conditions?.some(({ type }) => type === 'Complete');
  });
  return order;
};

/** A node to which no pod comes: a drain would disturb the other actions. */
const aNodeApart: Preparation = async (cluster, name) => {
  const own = `${name}-${cluster.namespace}`;
  const taints = [{ key: 'test', value: name, effect: 'NoSchedule' }];
  await cluster.create(Object.assign(aNode({ name: own }), { spec: { taints } }));
  await until(async () => {
    const { spec, status } = await cluster.core.readNode({ name: own });
    const isReady = status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True');
    return isReady && spec?.taints?.length === 1;
  });
  return { kind: 'Node', name: own, settings: {} };
};

const aBoundClaim: Preparation = async (cluster, name) => {
  const own = `${name}-${cluster.namespace}`;
  const claim = aClaim({ name, storageClass: own });
  await cluster.create(aStorageClass({ name: own }), aVolume({ name: own, storageClass: own }), claim);
  await until(async () => {
    const { status } = await cluster.core.readNamespacedPersistentVolumeClaim({ name, namespace: cluster.namespace });
    return status?.phase === 'Bound';
  });
  return { kind: 'PersistentVolumeClaim', name, settings: { bytes: String(12 * GiB) } };
};

const scaler: Preparation = async (cluster, name) => {
  await cluster.create(anAutoscaler({ name }));
  return { kind: 'HorizontalPodAutoscaler', name, settings: { max: '6' } };
};

/** For every action that is no undo of another one: what it is carried out on. */
export const actionCases: Readonly<Partial<Record<ActionName, Preparation>>> = {
  'cordon-node': aNodeApart,
  'delete-failed-job': aFailedJobMadeUpFor,
  'delete-pod': aReadyPod,
  'drain-node': aNodeApart,
  'expand-claim': aBoundClaim,
  'quarantine-pod': aReadyPod,
  'raise-autoscaler-max': scaler,
  'raise-memory-limit': aRollout({ container: 'app', bytes: String(384 * mebibyte) }),
  'remove-endpoint': aPodInService,
  'rerun-job': aFailedJob,
  'restart-dns-pod': aReadyPod,
  'restart-rollout': aRollout({}),
  'restart-workload-pod': aReadyPod,
  'scale-workload': aRollout({ replicas: '3' }),
  'undo-rollout': aSecondRevision,
};
