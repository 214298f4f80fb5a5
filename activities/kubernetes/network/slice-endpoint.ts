import type { V1Endpoint, V1EndpointSlice } from '@kubernetes/client-node';
import { outOfServiceMark } from '../../../model/kubernetes/by-hand.ts';
import type { Permission } from '../../../model/kubernetes/rights/permission.ts';
import { removalObstacle } from '../../../model/kubernetes/network/backend.ts';
import type { ActionResult } from '../../../model/remediation/plan.ts';
import type { FoundObject } from '../../described/clusters.ts';
import { changing } from '../changing.ts';
import { patchAsRead } from '../patching.ts';
import { readMembers } from './members.ts';
import type { RemovalSettings } from './out-of-service.ts';
import { refuse } from './out-of-service.ts';
import { readService } from './service-objects.ts';

/** What an account needs to mark an address of a slice as not ready, and to take that back. */
export const sliceEndpointPermissions: readonly Permission[] = [
  { group: '', resource: 'services', verbs: ['get'] },
  { group: 'discovery.k8s.io', resource: 'endpointslices', verbs: ['get', 'list', 'patch'] },
];

const managedBy = 'endpointslice.kubernetes.io/managed-by';

/** Whether people, and no controller of Kubernetes, write a slice: a controller would write it back. */
export function isHandWritten({ metadata }: V1EndpointSlice): boolean {
  return metadata?.labels?.[managedBy]?.endsWith('.k8s.io') !== true;
}

/** How an address stands in a slice: `true` and `false` as they are written, `unset` where nothing is, else `gone`. */
export function readinessOf(slice: V1EndpointSlice | null, address: string): string {
  const endpoint = slice?.endpoints?.find(({ addresses }) => addresses.includes(address));
  if (!endpoint) return 'gone';
  return endpoint.conditions?.ready === undefined ? 'unset' : String(endpoint.conditions.ready);
}

/** Marks one address of a slice as not ready, so that no request is sent there. */
export function removeSliceEndpoint(
  object: FoundObject,
  { service: name, address }: RemovalSettings,
  uid: string | undefined,
): Promise<ActionResult> {
  const { api, namespace } = object;
  return changing(sliceEndpointPermissions, async () => {
    const objects = await readService(api, { namespace, name });
    const slice = await api.get('EndpointSlice', object);
    if (!objects || !slice || slice.metadata?.uid !== uid)
      return refuse(`the Service ${name} or its slice is another one by now`);
    if (!objects.slices.some(({ metadata }) => metadata?.uid === uid)) return refuse(`the slice is not one of ${name}`);
    if (!isHandWritten(slice)) return refuse('a controller writes the slice, and would write it back');
    if (['gone', 'false'].includes(readinessOf(slice, address))) return refuse(`${address} is not in service`);
    // The mark holds one address: a second one would leave nobody who puts the first back.
    const marked = slice.metadata?.annotations?.[outOfServiceMark];
    if (marked !== undefined && marked !== address) return refuse(`${marked} of the same slice is out already`);
    const members = await readMembers({ ...object, name }, objects);
    const obstacle = removalObstacle(members.filter(({ isInService }) => isInService).length, members.length);
    if (obstacle !== null) return refuse(obstacle);
    await rewrite(object, slice, address, (conditions) => ({ ...conditions, ready: false }), address);
    return `${address} is out of the Service ${name}: marked as not ready in ${object.name}`;
  });
}

/** Writes back how an address was before, unless somebody has changed it since. */
export function restoreSliceEndpoint(
  object: FoundObject,
  { service, address, uid, ready }: RemovalSettings,
): Promise<ActionResult> {
  return changing(sliceEndpointPermissions, async () => {
    const slice = await object.api.get('EndpointSlice', object);
    if (!slice || slice.metadata?.uid !== uid)
      return `${object.name} is gone, and nothing of it is out of service any more`;
    const isMarked = slice.metadata?.annotations?.[outOfServiceMark] === address;
    if (!isMarked && readinessOf(slice, address) === ready) return `${address} is in service already`;
    if (!isMarked || readinessOf(slice, address) !== 'false')
      return refuse(`somebody has changed ${address} in ${object.name} since: nothing was touched`);
    await rewrite(object, slice, address, (conditions) => asBefore(conditions, ready), null);
    return `${address} is in the Service ${service} again`;
  });
}

/** Whether an address was marked as not ready by Nightshift. */
export async function isAddressOut(object: FoundObject, { address }: RemovalSettings, uid: string | undefined) {
  const slice = await object.api.get('EndpointSlice', object);
  if (!slice || slice.metadata?.uid !== uid) return 'unknown';
  const isMarked = slice.metadata?.annotations?.[outOfServiceMark] === address;
  if (isMarked && readinessOf(slice, address) === 'false') return 'yes';
  return isMarked ? 'unknown' : 'no';
}

/** The same without its class, which answers of the API server do not have either. */
type Plain<Shape> = { readonly [Name in keyof Shape]: Shape[Name] };
type Conditions = Plain<NonNullable<V1Endpoint['conditions']>> | undefined;

function asBefore(conditions: Conditions, ready: string): Conditions {
  const { ready: _, ...others } = conditions ?? {};
  return ready === 'unset' ? others : { ...others, ready: ready === 'true' };
}

/** A list is replaced as a whole, which the precondition on the version makes safe. */
async function rewrite(
  { api, namespace, name }: FoundObject,
  slice: V1EndpointSlice,
  address: string,
  change: (conditions: Conditions) => Conditions,
  mark: string | null,
): Promise<void> {
  const before: readonly Plain<V1Endpoint>[] = slice.endpoints ?? [];
  const changed = before.map((endpoint) =>
    endpoint.addresses.includes(address) ? { ...endpoint, conditions: change(endpoint.conditions) } : endpoint,
  );
  const annotations = { [outOfServiceMark]: mark };
  await patchAsRead({ api, kind: 'EndpointSlice', namespace, name }, slice, { annotations, endpoints: changed });
}
