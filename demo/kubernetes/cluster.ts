import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Node, V1Pod } from '@kubernetes/client-node';
import { AppsV1Api, CoreV1Api, KubeConfig, PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import type { Target } from '../../model/target.ts';
import { objectTarget } from '../../model/kubernetes/object.ts';
import { isReady } from '../../model/kubernetes/ready.ts';
import type { ControlPlane } from '../../stack/control-plane.ts';
import type { PodTroubleName } from '../../stack/kubernetes/stages/pod-troubles.ts';
import { troubleAnnotation } from '../../stack/kubernetes/stages/stage.ts';

/** What people, and fate, do to the cluster of the demo. */
export interface DemoCluster {
  /** Makes a Deployment of three replicas, and waits until they are ready. */
  readonly deploy: (name: string, image: string) => Promise<void>;
  /** Rolls out another image, and waits until its pods are ready. */
  readonly rollOut: (name: string, image: string) => Promise<void>;
  /** Has all pods of a Deployment crash that run now. */
  readonly crashAll: (name: string) => Promise<void>;
  /** Has one pod of a Deployment fail its readiness probe from now on, and answers its name. */
  readonly breakPod: (name: string) => Promise<string>;
  /** Has a node say nothing any more. */
  readonly silence: (node: string) => Promise<void>;
  readonly imageOf: (name: string) => Promise<string>;
  /** Waits until all pods of a Deployment are ready, for a minute at most, and says whether they are. */
  readonly untilReady: (name: string) => Promise<boolean>;
  /** How many pods of a Deployment are ready. */
  readonly readyPods: (name: string) => Promise<number>;
  readonly node: (name: string) => Promise<V1Node>;
}

/** What Nightshift and the kubeconfig call it. */
export const clusterName = 'prod';
const namespace = 'shop';
const replicas = 3;
// One node away is a fifth of five: as much as Nightshift lets a cluster miss.
const nodeCount = 5;

const asMerge = setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch);

/** The target that stands for a Deployment of the demo. */
export function deploymentTarget(name: string): Target {
  return objectTarget({ cluster: clusterName, namespace, kind: 'Deployment', name });
}

/** The target that stands for a node of the demo. */
export function nodeTarget(name: string): Target {
  return objectTarget({ cluster: clusterName, namespace: null, kind: 'Node', name });
}

/** Gives an empty control plane nodes and namespaces, and the containers a last line in their logs. */
export async function furnish(plane: ControlPlane): Promise<DemoCluster> {
  const config = new KubeConfig();
  config.loadFromFile(plane.kubeconfigFile);
  const [core, apps] = [config.makeApiClient(CoreV1Api), config.makeApiClient(AppsV1Api)];
  for (const name of [namespace, 'nightshift']) await core.createNamespace({ body: { metadata: { name } } });
  for (let number = 1; number <= nodeCount; number++) await core.createNode({ body: aNode(`node-${number}`) });
  await plane.serveLogs({ namespace, containers: logs });

  const podsOf = async (name: string): Promise<readonly V1Pod[]> =>
    (await core.listNamespacedPod({ namespace, labelSelector: `app=${name}` })).items;
  const readyPods = async (name: string): Promise<number> => (await podsOf(name)).filter(serves).length;
  const untilReady = async (name: string, image?: string): Promise<boolean> => {
    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline) {
      const pods = await podsOf(name);
      const isWhole = pods.length === replicas && pods.every(serves);
      if (isWhole && pods.every(({ spec }) => !image || spec?.containers[0]?.image === image)) return true;
      await sleep(200);
    }
    return false;
  };
  const strike = async (pod: V1Pod, trouble: PodTroubleName): Promise<void> => {
    const name = pod.metadata?.name ?? '';
    const metadata = { annotations: { [troubleAnnotation]: trouble } };
    await core.patchNamespacedPod({ namespace, name, body: { metadata } }, asMerge);
  };
  return {
    async deploy(name, image) {
      await apps.createNamespacedDeployment({ namespace, body: aDeployment(name, image) });
      await untilReady(name, image);
    },
    async rollOut(name, image) {
      const template = { spec: { containers: [{ name, image }] } };
      await apps.patchNamespacedDeployment({ namespace, name, body: { spec: { template } } }, asMerge);
      await untilReady(name, image);
    },
    async crashAll(name) {
      for (const pod of await podsOf(name)) await strike(pod, 'crash-loop');
    },
    async breakPod(name) {
      const [victim] = await podsOf(name);
      if (victim) await strike(victim, 'unready');
      return victim?.metadata?.name ?? 'no pod';
    },
    async silence(name) {
      await core.patchNode(
        { name, body: { metadata: { annotations: { [troubleAnnotation]: 'unreachable' } } } },
        asMerge,
      );
    },
    async imageOf(name) {
      const { spec } = await apps.readNamespacedDeployment({ namespace, name });
      return spec?.template.spec?.containers[0]?.image ?? 'no image';
    },
    readyPods,
    untilReady,
    node: (name) => core.readNode({ name }),
  };
}

const lastWords = ['reading /etc/shop/settings.yaml', 'Error: PAYMENT_URL is not set'];
/** By the name of a container, which is that of its Deployment. */
const logs = {
  shop: { current: lastWords, previous: lastWords },
  cart: { current: ['listening on :8080', 'WARN no connection to the database is free'] },
};

function aNode(name: string): V1Node {
  const room = { cpu: '4', memory: '16Gi', pods: '110' };
  const labels = { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' };
  return { metadata: { name, labels }, status: { allocatable: room, capacity: room } };
}

function aDeployment(name: string, image: string) {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [{ name, image }] } };
  return { metadata: { name, labels }, spec: { replicas, selector: { matchLabels: labels }, template } };
}

function serves({ metadata, status }: V1Pod): boolean {
  return isReady(status) && !metadata?.deletionTimestamp;
}
