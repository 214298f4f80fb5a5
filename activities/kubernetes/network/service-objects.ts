import type { V1EndpointSlice, V1Service } from '@kubernetes/client-node';
import type { Cluster } from '../../../clients/kubernetes/cluster.ts';
import type { PodState } from '../../../model/kubernetes/workloads/pod-state.ts';
import { podState } from '../workloads/pod-states.ts';

/** A Service, and what is behind it. */
export interface ServiceObjects {
  readonly service: V1Service;
  readonly slices: readonly V1EndpointSlice[];
  /** The pods that its selector finds; none where it has no selector. */
  readonly pods: readonly PodState[];
}

/** More are not read: what stands behind one Service is not a whole cluster. */
const mostSlices = 50;
const mostPods = 500;

/** Reads a Service with all that is behind it; null where there is no such Service. */
export async function readService(
  api: Cluster,
  { namespace, name }: { readonly namespace: string | null; readonly name: string },
): Promise<ServiceObjects | null> {
  const service = await api.get('Service', { namespace, name });
  if (!service) return null;
  const [slices, pods] = await Promise.all([
    api.list('EndpointSlice', { namespace, labels: `kubernetes.io/service-name=${name}`, most: mostSlices }),
    podsSelected(api, namespace, service.spec?.selector ?? {}),
  ]);
  return { service, slices: slices.items, pods };
}

/** The pods that labels find; none by no labels. */
export async function podsSelected(
  api: Cluster,
  namespace: string | null,
  selector: Readonly<Record<string, string>>,
): Promise<readonly PodState[]> {
  const labels = Object.entries(selector)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
  if (labels === '') return [];
  const { items } = await api.list('Pod', { namespace, labels, most: mostPods });
  return items.map(podState);
}
