import type { V1Pod } from '@kubernetes/client-node';
import { PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { vi } from 'vitest';
import type { NodeTroubleName } from '../../../stack/kubernetes/stages/node-stages.ts';
import { conditionsIn } from '../../../stack/kubernetes/stages/node-stages.ts';
import type { PodTroubleName } from '../../../stack/kubernetes/stages/pod-troubles.ts';
import { troubleAnnotation } from '../../../stack/kubernetes/stages/stage.ts';
import type { TroubleDetails } from './objects/pods.ts';
import { troubled } from './objects/pods.ts';
import type { Cluster } from './use-control-plane.ts';

const asMerge = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
const asStrategicMerge = setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch);

/** Writes annotations of a pod of the test's namespace; `null` takes one away. */
export async function annotatePod(
  { core, namespace }: Cluster,
  name: string,
  annotations: Readonly<Record<string, string | null>>,
): Promise<void> {
  await core.patchNamespacedPod({ name, namespace, body: { metadata: { annotations } } }, asMerge);
}

/** Has a pod of the test's namespace fall sick; `undefined` heals it. */
export async function strikePod(
  cluster: Cluster,
  name: string,
  trouble: PodTroubleName | undefined,
  details: TroubleDetails = {},
): Promise<void> {
  await annotatePod(cluster, name, { [troubleAnnotation]: null, ...troubled(trouble, details) });
}

/** Has a node fall sick and waits until it says so; `undefined` heals it. Taints are left to the node controller. */
export async function strikeNode(cluster: Cluster, name: string, trouble: NodeTroubleName | undefined): Promise<void> {
  const { core } = cluster;
  const before = (await statusesOf(cluster, name)).get('Ready');
  const annotations = { [troubleAnnotation]: trouble ?? null };
  await core.patchNode({ name, body: { metadata: { annotations } } }, asMerge);
  await vi.waitFor(
    async () => {
      const statuses = await statusesOf(cluster, name);
      const late = conditionsIn(trouble).find(({ type, status }) => statuses.get(type) !== status);
      if (late) throw new Error(`${late.type} of ${name} is not ${late.status} yet`);
    },
    { timeout: 20_000, interval: 50 },
  );
  // What the node controller does when a lease runs out, and the kubelet when it is back.
  if (trouble === 'unreachable') await sayOfPods(cluster, name, 'False');
  else if (before === 'Unknown') await sayOfPods(cluster, name, 'True');
}

/** Writes what an autoscaler's controller would have found; at its maximum it would like to go further. */
export async function sayOfAutoscaler(
  { autoscaling, namespace }: Cluster,
  name: string,
  counts: { readonly currentReplicas: number; readonly desiredReplicas: number },
): Promise<void> {
  const { spec } = await autoscaling.readNamespacedHorizontalPodAutoscaler({ name, namespace });
  const isLimited = counts.desiredReplicas >= (spec?.maxReplicas ?? 0);
  const lastTransitionTime = new Date().toISOString();
  const conditions = [
    { type: 'AbleToScale', status: 'True', reason: 'ReadyForNewScale', lastTransitionTime },
    { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound', lastTransitionTime },
    {
      type: 'ScalingLimited',
      status: isLimited ? 'True' : 'False',
      reason: isLimited ? 'TooManyReplicas' : 'DesiredWithinRange',
      lastTransitionTime,
    },
  ];
  const body = { status: { ...counts, conditions } };
  await autoscaling.patchNamespacedHorizontalPodAutoscalerStatus({ name, namespace, body }, asMerge);
}

/** The pods of an app in the test's namespace, by their names. */
export async function podsOf({ core, namespace }: Cluster, app: string): Promise<readonly V1Pod[]> {
  const { items } = await core.listNamespacedPod({ namespace, labelSelector: `app=${app}` });
  return items.toSorted((one, other) => nameOf(one).localeCompare(nameOf(other)));
}

/** The name of an object from the API server. */
export function nameOf({ metadata }: { readonly metadata?: { readonly name?: string } }): string {
  return metadata?.name ?? '';
}

/** What a node says of itself now, by the types of its conditions. */
async function statusesOf({ core }: Cluster, name: string): Promise<ReadonlyMap<string, string>> {
  const { status } = await core.readNode({ name });
  return new Map(status?.conditions?.map((condition) => [condition.type, condition.status]));
}

async function sayOfPods({ core }: Cluster, node: string, status: 'True' | 'False'): Promise<void> {
  const { items } = await core.listPodForAllNamespaces({ fieldSelector: `spec.nodeName=${node}` });
  const conditions = [{ type: 'Ready', status, lastTransitionTime: new Date().toISOString() }];
  for (const { metadata, status: now } of items) {
    if (now?.conditions?.find(({ type }) => type === 'ContainersReady')?.status !== 'True') continue;
    const place = { name: metadata?.name ?? '', namespace: metadata?.namespace ?? '' };
    await core.patchNamespacedPodStatus({ ...place, body: { status: { conditions } } }, asStrategicMerge);
  }
}
