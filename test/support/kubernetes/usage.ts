import type { KubernetesObject } from '@kubernetes/client-node';
import { PatchStrategy } from '@kubernetes/client-node';
import { podsOf } from './troubles.ts';
import type { Cluster } from './use-control-plane.ts';

interface Usage {
  /** Such as `250m`. */
  readonly cpu: string;
  /** Such as `200Mi`. */
  readonly memory: string;
}

interface Measured extends KubernetesObject {
  readonly timestamp: string;
  readonly window: string;
  readonly containers?: readonly { readonly name: string; readonly usage: Usage }[];
  readonly usage?: Usage;
}

/** Has every container of an app's pods use this much, as the metrics API says it. */
export async function measurePods(cluster: Cluster, app: string, usage: Usage): Promise<void> {
  for (const { metadata, spec } of await podsOf(cluster, app)) {
    const { name = '', labels = {} } = metadata ?? {};
    await write(cluster, {
      ...measured('PodMetrics', name, cluster.namespace, labels),
      containers: spec?.containers.map((container) => ({ name: container.name, usage })) ?? [],
    });
  }
}

/** Has a node use this much. */
export async function measureNode(cluster: Cluster, name: string, usage: Usage): Promise<void> {
  await write(cluster, { ...measured('NodeMetrics', name), usage });
}

function measured(kind: string, name: string, namespace?: string, labels: Readonly<Record<string, string>> = {}) {
  return {
    apiVersion: 'metrics.k8s.io/v1beta1',
    kind,
    metadata: { name, labels: { ...labels }, ...(namespace === undefined ? {} : { namespace }) },
    timestamp: new Date().toISOString(),
    window: '15s',
  };
}

async function write({ objects }: Cluster, object: Measured): Promise<void> {
  const metadata = Object.assign({ name: '' }, object.metadata);
  const isThere = await objects.read({ ...object, metadata }).then(
    () => true,
    () => false,
  );
  if (!isThere) await objects.create(object);
  else await objects.patch(object, undefined, undefined, undefined, undefined, PatchStrategy.MergePatch);
}
