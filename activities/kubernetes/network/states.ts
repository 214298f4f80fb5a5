import type { V1ContainerStatus, V1EndpointSlice, V1Pod, V1Service } from '@kubernetes/client-node';
import type { EndpointState, ServiceState } from '../../../model/kubernetes/network/endpoints.ts';
import type { ContainerState, PodState } from '../../../model/kubernetes/network/pod-state.ts';

/** A pod, as rules about traffic see it. */
export function podStateOf({ metadata, spec, status }: V1Pod): PodState {
  const phase = status?.phase ?? '';
  const specs = (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const statuses = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  return {
    name: metadata?.name ?? '',
    uid: metadata?.uid ?? '',
    ip: status?.podIP ?? null,
    createdAt: metadata?.creationTimestamp?.toISOString() ?? '',
    labels: metadata?.labels ?? {},
    isReady: status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') === true,
    isLeaving: metadata?.deletionTimestamp !== undefined,
    isOver: phase === 'Succeeded' || phase === 'Failed',
    containers: [...(spec?.containers ?? []), ...specs].map((container) =>
      containerState(
        container,
        statuses.find(({ name }) => name === container.name),
      ),
    ),
  };
}

type V1Container = NonNullable<V1Pod['spec']>['containers'][number];

function containerState(
  { name, image, ports = [] }: V1Container,
  status: V1ContainerStatus | undefined,
): ContainerState {
  return {
    name,
    image: image ?? '',
    isReady: status?.ready === true,
    restarts: status?.restartCount ?? 0,
    waits: status?.state?.waiting?.reason ?? null,
    ports: ports.map((one) => ({
      name: one.name ?? null,
      port: one.containerPort,
      protocol: one.protocol ?? 'TCP',
    })),
  };
}

/** A Service, as rules about traffic see it. */
export function serviceStateOf({ metadata, spec }: V1Service): ServiceState {
  const selector = spec?.selector ?? {};
  return {
    name: metadata?.name ?? '',
    selector: Object.keys(selector).length > 0 ? selector : null,
    isExternal: spec?.type === 'ExternalName',
    ports: (spec?.ports ?? []).map(({ name, port, targetPort, protocol }) => ({
      name: name ?? null,
      port,
      to: typeof targetPort === 'string' || typeof targetPort === 'number' ? targetPort : port,
      protocol: protocol ?? 'TCP',
    })),
  };
}

/** The addresses of a slice. One whose state is not known counts as ready, as the API has it. */
export function endpointStatesOf({ metadata, endpoints }: V1EndpointSlice): readonly EndpointState[] {
  return (endpoints ?? []).flatMap(({ addresses, conditions, targetRef }) =>
    addresses.map((address) => ({
      slice: metadata?.name ?? '',
      address,
      pod: targetRef?.kind === 'Pod' ? (targetRef.name ?? null) : null,
      isReady: conditions?.ready !== false,
      isTerminating: conditions?.terminating === true,
    })),
  );
}
