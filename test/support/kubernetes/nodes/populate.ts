import type { V1Pod } from '@kubernetes/client-node';
import { PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { vi } from 'vitest';
import { isReady } from '../../../../model/kubernetes/ready.ts';
import type { NodeTroubleName } from '../../../../stack/kubernetes/stages/node-stages.ts';
import { troubleAnnotation } from '../../../../stack/kubernetes/stages/stage.ts';
import { aNode } from '../objects/objects.ts';
import { aPod } from '../objects/pods.ts';
import type { Cluster } from '../use-control-plane.ts';

const inFlight = 16;
const namespace = 'crowd';
const zones = ['a', 'b', 'c'] as const;
const asMerge = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);

/** Fills a cluster: nodes in three zones, called by them such as `a-1`, and pods spread over them. */
export async function populate(cluster: Cluster, { nodes, pods }: { readonly nodes: number; readonly pods: number }) {
  const names = Array.from(
    { length: nodes },
    (_, at) => `${zones[at % zones.length]}-${Math.floor(at / zones.length)}`,
  );
  await each(names, (name) =>
    cluster.core.createNode({
      body: aNode({ name, labels: { 'topology.kubernetes.io/zone': name.slice(0, 1) } }),
    }),
  );
  const bodies = Array.from({ length: pods }, (_, at) => onNode(`pod-${at}`, names[at % names.length] ?? ''));
  const { core } = cluster;
  await core.createNamespace({ body: { metadata: { name: namespace } } });
  // Pods are refused until the namespace has its account.
  await vi.waitFor(() => core.readNamespacedServiceAccount({ name: 'default', namespace }), { timeout: 20_000 });
  await each(bodies, (body) => core.createNamespacedPod({ namespace, body }));
  await vi.waitFor(
    async () => {
      const { items } = await core.listNode();
      const ready = items.filter(({ status }) => isReady(status));
      if (ready.length < nodes) throw new Error(`${ready.length} of ${nodes} nodes are ready`);
    },
    { timeout: 60_000, interval: 250 },
  );
  return names;
}

/** Has many nodes fall sick at once, and waits until all of them say so. */
export async function strikeNodes(
  { core }: Cluster,
  names: readonly string[],
  trouble: NodeTroubleName,
): Promise<void> {
  const body = { metadata: { annotations: { [troubleAnnotation]: trouble } } };
  await each(names, (name) => core.patchNode({ name, body }, asMerge));
  const struck = new Set(names);
  await vi.waitFor(
    async () => {
      const { items } = await core.listNode();
      const left = items.filter(({ metadata, status }) => struck.has(metadata?.name ?? '') && isReady(status));
      if (left.length > 0) throw new Error(`${left.length} nodes are still ready`);
    },
    { timeout: 60_000, interval: 250 },
  );
}

function onNode(name: string, nodeName: string): V1Pod {
  return aPod({ name, spec: { nodeName, tolerations: [{ operator: 'Exists' }] } });
}

/** Does the same to each, a few at a time. */
async function each<Item>(items: readonly Item[], todo: (item: Item) => Promise<unknown>): Promise<void> {
  const left = items.values();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      for (const item of left) await todo(item);
    }),
  );
}
