import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubernetesObject } from '@kubernetes/client-node';
import {
  AppsV1Api,
  AutoscalingV2Api,
  BatchV1Api,
  CoreV1Api,
  DiscoveryV1Api,
  KubeConfig,
  KubernetesObjectApi,
  PolicyV1Api,
} from '@kubernetes/client-node';
import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import type { ControlPlane, ControlPlaneOptions } from '../../../stack/control-plane.ts';
import { startControlPlane } from '../../../stack/control-plane.ts';
import { progress } from '../scene.ts';
import { untilGranted } from './access/granted.ts';
import { aNode } from './objects/objects.ts';

interface UseOptions extends Omit<ControlPlaneOptions, 'folder' | 'progress'> {
  /** How many nodes there are, `node-1` and so on; two unless given. */
  readonly nodes?: number;
  /** Whether autoscalers scale by the usage that tests write; a test writes their status itself unless given. */
  readonly autoscales?: boolean;
}

/** An administrator's way to do everything in a cluster. */
export interface Cluster {
  readonly plane: ControlPlane;
  /** A namespace of the test's own. */
  readonly namespace: string;
  readonly core: CoreV1Api;
  readonly apps: AppsV1Api;
  readonly batch: BatchV1Api;
  readonly autoscaling: AutoscalingV2Api;
  readonly discovery: DiscoveryV1Api;
  readonly policy: PolicyV1Api;
  /** Objects of every kind. */
  readonly objects: KubernetesObjectApi;
  /** Makes objects one after the other, in the test's namespace unless they say another or can have none. */
  readonly create: <Made extends KubernetesObject>(object: Made, ...more: readonly KubernetesObject[]) => Promise<Made>;
  /** What an account sees of the cluster. */
  readonly as: (account: string) => Promise<KubeConfig>;
}

const withoutAutoscaler = ['--controllers=*,-horizontal-pod-autoscaler-controller'];

const withQuickAutoscaler = [
  '--horizontal-pod-autoscaler-sync-period=1s',
  '--horizontal-pod-autoscaler-cpu-initialization-period=0s',
  '--horizontal-pod-autoscaler-initial-readiness-delay=0s',
  '--horizontal-pod-autoscaler-downscale-stabilization=5s',
];

// By itself the node controller evicts from one node in ten seconds.
const withQuickTaints = ['--node-eviction-rate=10'];

const clusterWide = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'StorageClass',
]);

/** Starts a control plane for the tests of a file; each test gets a namespace of its own. */
export function useControlPlane({ nodes = 2, autoscales = false, ...options }: UseOptions = {}): Cluster {
  let plane: ControlPlane | undefined;
  let folder = '';
  let namespace = '';
  const config = new KubeConfig();
  const running = (): ControlPlane => plane ?? missing();
  const cluster: Cluster = {
    get plane() {
      return running();
    },
    get namespace() {
      return namespace;
    },
    get core() {
      return config.makeApiClient(CoreV1Api);
    },
    get apps() {
      return config.makeApiClient(AppsV1Api);
    },
    get batch() {
      return config.makeApiClient(BatchV1Api);
    },
    get autoscaling() {
      return config.makeApiClient(AutoscalingV2Api);
    },
    get discovery() {
      return config.makeApiClient(DiscoveryV1Api);
    },
    get policy() {
      return config.makeApiClient(PolicyV1Api);
    },
    get objects() {
      return KubernetesObjectApi.makeApiClient(config);
    },
    async create(object, ...more) {
      const { objects } = cluster;
      const first = placed(object, namespace);
      const others = more.map((other) => placed(other, namespace));
      const made = await objects.create(first);
      for (const other of others) await objects.create(other);
      await untilGranted(config, [first, ...others]);
      return made;
    },
    async as(account) {
      return configIn(await running().kubeconfigOf(account));
    },
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nightshift-kubernetes-'));
    plane = await startControlPlane({
      ...options,
      folder,
      progress,
      controllerArguments: [
        ...(autoscales ? withQuickAutoscaler : withoutAutoscaler),
        ...withQuickTaints,
        ...(options.controllerArguments ?? []),
      ],
    });
    config.loadFromFile(plane.kubeconfigFile);
    await addNodes(cluster, nodes);
  });
  beforeEach(async () => {
    namespace = await aNamespace(cluster);
  });
  afterAll(async () => {
    await plane?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return cluster;
}

/** Adds nodes, `node-1` and so on or by another prefix, and waits until pods may run on them. */
export async function addNodes(cluster: Cluster, count: number, prefix = 'node'): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);
  for (const name of names) await cluster.create(aNode({ name }));
  await untilNodesTakePods(cluster, names);
}

/** Waits until pods may run on nodes: the node controller gives them free once they are ready. */
export async function untilNodesTakePods({ core }: Cluster, names: readonly string[]): Promise<void> {
  await vi.waitFor(
    async () => {
      const { items } = await core.listNode();
      const free = items.filter(({ metadata, spec }) => names.includes(metadata?.name ?? '') && !spec?.taints);
      if (free.length < names.length) throw new Error(`${names.length - free.length} nodes are not ready`);
    },
    { timeout: 60_000, interval: 100 },
  );
}

/** The same cluster, seen from another namespace: for tests that run at the same time. */
export async function aNamespaceOfItsOwn(cluster: Cluster): Promise<Cluster> {
  const namespace = await aNamespace(cluster);
  return {
    ...cluster,
    namespace,
    create: (object, ...more) =>
      cluster.create(placed(object, namespace), ...more.map((other) => placed(other, namespace))),
  };
}

/** Makes a namespace that pods can be made in. */
export async function aNamespace({ core }: Pick<Cluster, 'core'>): Promise<string> {
  const name = `test-${randomUUID().slice(0, 8)}`;
  await core.createNamespace({ body: { metadata: { name } } });
  await vi.waitFor(() => core.readNamespacedServiceAccount({ name: 'default', namespace: name }), {
    timeout: 30_000,
    interval: 50,
  });
  return name;
}

/** An object in a namespace, unless it says another or can have none. */
function placed<Placed extends KubernetesObject>(object: Placed, namespace: string): Placed {
  if (clusterWide.has(object.kind ?? '')) return object;
  return { ...object, metadata: Object.assign({ namespace }, object.metadata) };
}

function configIn(file: string): KubeConfig {
  const config = new KubeConfig();
  config.loadFromFile(file);
  return config;
}

function missing(): never {
  throw new Error('the control plane is not there outside of tests and hooks');
}
