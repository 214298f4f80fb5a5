import type { V1Service } from '@kubernetes/client-node';
import { outOfServiceMark } from '../../../model/kubernetes/by-hand.ts';
import type { Permission } from '../../../model/kubernetes/rights/permission.ts';
import { removalObstacle } from '../../../model/kubernetes/network/backend.ts';
import type { RemovableLabel } from '../../../model/kubernetes/network/removable-label.ts';
import { removableLabel } from '../../../model/kubernetes/network/removable-label.ts';
import type { ActionResult } from '../../../model/remediation/plan.ts';
import type { FoundObject } from '../../described/clusters.ts';
import { changing } from '../changing.ts';
import { labelsOfPolicies, policyPermission } from './network-policies.ts';
import { controllerOf, isWorkloadKind } from '../owned-pods.ts';
import { patchAsRead } from '../patching.ts';
import { readMembers } from './members.ts';
import type { RemovalSettings } from './out-of-service.ts';
import { refuse } from './out-of-service.ts';
import { readService } from './service-objects.ts';

/** What an account needs to take a pod out of a Service by one of its labels, and to put it back. */
export const podEndpointPermissions: readonly Permission[] = [
  { group: '', resource: 'pods', verbs: ['get', 'list', 'patch'] },
  { group: '', resource: 'services', verbs: ['get', 'list'] },
  { group: 'discovery.k8s.io', resource: 'endpointslices', verbs: ['list'] },
  { group: 'apps', resource: 'replicasets', verbs: ['get'] },
  { group: 'apps', resource: 'statefulsets', verbs: ['get'] },
  { group: 'apps', resource: 'daemonsets', verbs: ['get'] },
  policyPermission,
];

/** Services of a namespace that are read to see whom else a label matters to. */
const mostServices = 500;

/** The label by which a pod may leave a Service, as things are now. */
export async function labelToRemove(
  { api, namespace }: Pick<FoundObject, 'api' | 'namespace'>,
  service: V1Service,
  name: string,
): Promise<RemovableLabel> {
  const pod = await api.get('Pod', { namespace, name });
  if (!pod) return { because: 'the pod is gone' };
  const owner = controllerOf(pod.metadata);
  if (owner && !isWorkloadKind(owner.kind))
    return { because: `nobody knows what its controller, a ${owner.kind}, selects by` };
  const kind = owner?.kind;
  const controller =
    owner && kind !== undefined && isWorkloadKind(kind) ? await api.get(kind, { namespace, name: owner.name }) : null;
  if (owner && !controller) return { because: 'its controller is gone' };
  const { matchLabels = {}, matchExpressions = [] } = controller?.spec?.selector ?? {};
  const services = await api.list('Service', { namespace, most: mostServices });
  if (!services.isWhole) return { because: 'its namespace has too many Services to know whom else a label matters to' };
  return removableLabel({
    pod: { labels: pod.metadata?.labels ?? {} },
    selector: service.spec?.selector ?? {},
    ownerKeys: controller ? [...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)] : null,
    policies: await labelsOfPolicies(api, namespace),
    others: Object.fromEntries(
      services.items
        .filter(({ metadata }) => metadata?.uid !== service.metadata?.uid)
        .map(({ metadata, spec }) => [metadata?.name ?? '', spec?.selector ?? {}]),
    ),
  });
}

/** Takes the one label away by which the Service finds a pod; the pod stays whose it is, and marks where it belongs. */
export function removePodEndpoint(
  object: FoundObject,
  { service: name, label, value }: RemovalSettings,
  uid: string | undefined,
): Promise<ActionResult> {
  const { api, namespace } = object;
  return changing(podEndpointPermissions, async () => {
    const objects = await readService(api, { namespace, name });
    const pod = await api.get('Pod', object);
    if (!objects || !pod || pod.metadata?.uid !== uid)
      return refuse(`the Service ${name} or the pod is another one by now`);
    const choice = await labelToRemove(object, objects.service, object.name);
    if ('because' in choice) return refuse(choice.because);
    if (choice.label !== label || choice.value !== value)
      return refuse(`the Service ${name} would not lose it by the label ${label} any more`);
    const members = await readMembers({ ...object, name }, objects);
    const obstacle = removalObstacle(members.filter(({ isInService }) => isInService).length, members.length);
    if (obstacle !== null) return refuse(obstacle);
    await patchAsRead({ ...object, kind: 'Pod' }, pod, { labels: { [label]: null, [outOfServiceMark]: name } });
    return `${object.name} is out of the Service ${name}: its label ${label}=${value} is taken away`;
  });
}

/** Gives a pod the label back by which the Service finds it, unless it is another pod or somebody has changed it since. */
export function restorePodEndpoint(
  object: FoundObject,
  { service, label, value, uid }: RemovalSettings,
): Promise<ActionResult> {
  return changing(podEndpointPermissions, async () => {
    const pod = await object.api.get('Pod', object);
    if (!pod || pod.metadata?.uid !== uid)
      return `${object.name} is gone, and nothing of it is out of service any more`;
    const labels = pod.metadata?.labels ?? {};
    if (labels[label] === value && labels[outOfServiceMark] === undefined)
      return `${object.name} is in service already`;
    if (labels[outOfServiceMark] !== service || (labels[label] !== undefined && labels[label] !== value))
      return refuse(`somebody has changed the labels of ${object.name} since: nothing was touched`);
    await patchAsRead({ ...object, kind: 'Pod' }, pod, { labels: { [label]: value, [outOfServiceMark]: null } });
    return `${object.name} is in the Service ${service} again`;
  });
}

/** Whether a pod was taken out of a Service by its label. */
export async function isPodOut(object: FoundObject, { service, label }: RemovalSettings, uid: string | undefined) {
  const pod = await object.api.get('Pod', object);
  if (!pod || pod.metadata?.uid !== uid) return 'unknown';
  const labels = pod.metadata?.labels ?? {};
  if (labels[outOfServiceMark] === service && labels[label] === undefined) return 'yes';
  return labels[outOfServiceMark] === undefined ? 'no' : 'unknown';
}
