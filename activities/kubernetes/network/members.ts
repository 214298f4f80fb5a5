import pLimit from 'p-limit';
import { isIP } from 'node:net';
import { askStatus } from '../../../clients/probe.ts';
import { outOfServiceMark } from '../../../model/kubernetes/by-hand.ts';
import type { BackendDefinition } from '../../../model/kubernetes/cluster.ts';
import type { Member } from '../../../model/kubernetes/network/backend.ts';
import type { ServiceState } from '../../../model/kubernetes/network/endpoints.ts';
import type { PodState } from '../../../model/kubernetes/workloads/pod-state.ts';
import { isThere, podInWords } from '../../../model/kubernetes/network/pod-state.ts';
import type { FoundObject } from '../../described/clusters.ts';
import type { ServiceObjects } from './service-objects.ts';
import { podsSelected } from './service-objects.ts';
import { endpointStatesOf, serviceStateOf } from './states.ts';

/** The backend that operators described for an object; undefined for any other. */
export function backendOf({ definition, namespace, kind, name }: FoundObject): BackendDefinition | undefined {
  if (kind !== 'Service') return undefined;
  return definition.backends.find((one) => one.namespace === namespace && one.service === name);
}

/** Whoever takes part of a Service's traffic, or would if it were not out of service. */
export interface KnownMember extends Omit<Member, 'answer'> {
  /** The pod, for those that have one. */
  readonly pod: PodState | null;
  /** The slice that somebody wrote by hand, for those that stand in one. */
  readonly slice: string | null;
  readonly port: number | null;
}

const bounds = { members: 50, atOnce: 10 } as const;

/** Finds the members of a Service, those among them that Nightshift has taken out. */
export async function readMembers(
  { api, namespace, name }: FoundObject,
  { service, slices, pods }: ServiceObjects,
): Promise<readonly KnownMember[]> {
  const state = serviceStateOf(service);
  if (state.selector === null) {
    const port = slices.flatMap((slice) => slice.ports ?? []).find(({ protocol }) => protocol !== 'UDP')?.port ?? null;
    return slices.flatMap(endpointStatesOf).map(({ slice, address, isReady, isTerminating }) => ({
      name: address,
      address,
      isInService: isReady && !isTerminating,
      words: `${address} ${isReady ? 'ready' : 'not ready'}`,
      pod: null,
      slice,
      port,
    }));
  }
  const removed = await podsSelected(api, namespace, { [outOfServiceMark]: name });
  const memberOf = (pod: PodState, isInService: boolean): KnownMember => ({
    name: pod.name,
    address: pod.ip ?? '',
    isInService,
    words: podInWords(pod),
    pod,
    slice: null,
    port: portOf(state, pod),
  });
  return [
    ...pods.filter(isThere).map((pod) => memberOf(pod, pod.isReady)),
    ...removed.filter(isThere).map((pod) => memberOf(pod, false)),
  ];
}

/** Asks each member by itself what the described address asks of all of them. */
export function askMembers(members: readonly KnownMember[], backend: BackendDefinition): Promise<readonly Member[]> {
  const { host, pathname, search } = new URL(backend.url);
  const limit = pLimit(bounds.atOnce);
  return Promise.all(
    members.slice(0, bounds.members).map((member) =>
      limit(async () => {
        const family = isIP(member.address);
        if (family === 0 || member.port === null)
          return { ...member, answer: { problem: 'it has no address that could be asked', isOurs: true } };
        const at = family === 6 ? `[${member.address}]` : member.address;
        const url = `http://${at}:${member.port}${pathname}${search}`;
        return { ...member, answer: await askStatus(url, backend.timeoutMs, host) };
      }),
    ),
  );
}

/** The port of a pod that the Service's first port leads to. */
function portOf({ ports }: ServiceState, { containers }: PodState): number | null {
  const to = ports.find(({ protocol }) => protocol === 'TCP')?.to;
  if (typeof to === 'number') return to;
  return containers.flatMap((container) => container.ports).find(({ name }) => name === to)?.port ?? null;
}
