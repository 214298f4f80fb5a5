import type { V1Container, V1ContainerStateTerminated, V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import type { PrometheusClient } from '../../../clients/prometheus.ts';
import { KubernetesError } from '../../../clients/kubernetes/failure.ts';
import { timeOf } from '../../../model/kubernetes/api-time.ts';
import type { ContainerMemory } from '../../../model/kubernetes/capacity/memory.ts';
import { quantityOf } from '../../../model/kubernetes/quantity.ts';
import type { FoundObject } from '../../described/clusters.ts';
import { newestBy } from './measuring.ts';

/** Of pods that Prometheus and nodes that the API server are asked about one by one. */
const mostAsked = 5;

/** By container, the most that one of the pods uses, in bytes; null where nobody measures it. */
type Usage = ReadonlyMap<string, number> | null;

/** What is known of the memory of a workload's containers: one entry for each, whatever the number of pods. */
export async function memoryOf(
  found: FoundObject,
  containers: readonly V1Container[],
  {
    pods,
    labels,
    prometheus,
  }: { readonly pods: readonly V1Pod[]; readonly labels: string; readonly prometheus: PrometheusClient | null },
): Promise<readonly ContainerMemory[]> {
  const [usage, shortNodes] = await Promise.all([usageOf(found, pods, labels, prometheus), shortNodesOf(found, pods)]);
  return containers.map(({ name, resources }) => {
    const statuses = pods.flatMap((pod) => statusOf(pod, name).map((status) => ({ pod, status })));
    const killed = statuses.flatMap(({ pod, status }) => {
      const end = memoryKillOf(status);
      return end ? [{ at: timeOf(end.finishedAt), node: pod.spec?.nodeName ?? '' }] : [];
    });
    return {
      name,
      limit: quantityOf(resources?.limits?.['memory']),
      request: quantityOf(resources?.requests?.['memory']),
      usage: usage?.get(name) ?? null,
      killed: killed.length,
      lastKilledAt:
        killed
          .flatMap(({ at }) => at ?? [])
          .toSorted()
          .at(-1) ?? null,
      restarts: statuses.reduce((sum, { status }) => sum + status.restartCount, 0),
      isNodeShort: killed.some(({ node }) => shortNodes.has(node)),
    };
  });
}

/** The end of a container that was killed for want of memory: the present one, or the last. */
export function memoryKillOf({ state, lastState }: V1ContainerStatus): V1ContainerStateTerminated | undefined {
  return [state?.terminated, lastState?.terminated].find((end) => end?.reason === 'OOMKilled');
}

function statusOf({ status }: V1Pod, container: string): readonly V1ContainerStatus[] {
  return (status?.containerStatuses ?? []).filter(({ name }) => name === container);
}

async function usageOf(
  found: FoundObject,
  pods: readonly V1Pod[],
  labels: string,
  prometheus: PrometheusClient | null,
): Promise<Usage> {
  return (await usageByApi(found, pods, labels)) ?? (await usageByPrometheus(found, pods, prometheus));
}

async function usageByApi({ api, namespace }: FoundObject, pods: readonly V1Pod[], labels: string): Promise<Usage> {
  if (labels === '') return null;
  try {
    const own = new Set(pods.map(({ metadata }) => metadata?.name));
    const { items } = await api.list('PodMetrics', { namespace, labels });
    const measured = items.filter(({ metadata }) => own.has(metadata.name)).flatMap((pod) => pod.containers);
    const used = measured.map(({ name, usage }) => new Map([[name, quantityOf(usage.memory) ?? 0]]));
    return used.length > 0 ? largestOf(used) : null;
  } catch (error) {
    // Most often nobody serves the metrics API, or the account may not read it: a diagnosis does without.
    if (!(error instanceof KubernetesError)) throw error;
    return null;
  }
}

async function usageByPrometheus(
  { cluster, namespace }: FoundObject,
  pods: readonly V1Pod[],
  prometheus: PrometheusClient | null,
): Promise<Usage> {
  const asked = pods.slice(-mostAsked).map(({ metadata }) =>
    newestBy(prometheus, cluster, {
      metric: 'container_memory_working_set_bytes',
      labels: { namespace: namespace ?? '', pod: metadata?.name ?? '' },
      by: 'container',
    }),
  );
  const answers = (await Promise.all(asked)).filter((answer) => answer !== null);
  return answers.length > 0 ? largestOf(answers) : null;
}

function largestOf(all: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const largest = new Map<string, number>();
  for (const one of all) for (const [name, value] of one) largest.set(name, Math.max(value, largest.get(name) ?? 0));
  return largest;
}

/** The nodes on which something was killed that say that their memory runs out. */
async function shortNodesOf({ api }: FoundObject, pods: readonly V1Pod[]): Promise<ReadonlySet<string>> {
  const killed = pods.filter(({ status }) => status?.containerStatuses?.some(memoryKillOf));
  const names = [...new Set(killed.flatMap(({ spec }) => spec?.nodeName ?? []))].slice(0, mostAsked);
  const nodes = await Promise.all(names.map((name) => api.get('Node', { namespace: null, name })));
  const short = nodes.filter((node) =>
    node?.status?.conditions?.some(({ type, status }) => type === 'MemoryPressure' && status === 'True'),
  );
  return new Set(short.flatMap((node) => node?.metadata?.name ?? []));
}
