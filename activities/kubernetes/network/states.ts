import type { V1EndpointSlice, V1Service } from '@kubernetes/client-node';
import type { EndpointState, ServiceState } from '../../../model/kubernetes/network/endpoints.ts';

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
