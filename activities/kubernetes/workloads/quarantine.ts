import type { V1Pod } from '@kubernetes/client-node';
import { KubernetesError } from '../../../clients/kubernetes/failure.ts';
import { quarantineLabels } from '../../../model/kubernetes/workloads/quarantine-labels.ts';
import { canonicalJson } from '../../../model/text/canonical-json.ts';
import type { FoundObject } from '../../described/clusters.ts';
import { labelsOfPolicies } from '../network/network-policies.ts';
import { controllerOf, isWorkloadKind } from '../owned-pods.ts';

/** What a pod in quarantine bears: the labels that were taken from it, as JSON. */
export const quarantineAnnotation = 'nightshift.io/quarantine-pod';

const mostServices = 200;
/** What an annotation, a plan and a history may hold of it. */
const maxLength = 2_000;

/**
 * The labels by which a pod is found by what keeps it and by the Services of its namespace, as JSON: without them it gets
 * no traffic, and another one is made in its place. None is among them by which a network policy selects.
 *
 * @throws KubernetesError `refused` where it cannot leave all of them so, or where that cannot be told.
 */
export async function labelsToTake({ api, namespace }: FoundObject, pod: V1Pod): Promise<string> {
  const owner = controllerOf(pod.metadata);
  if (!owner || !isWorkloadKind(owner.kind) || owner.kind === 'Job' || owner.kind === 'StatefulSet')
    throw new KubernetesError('refused', 'nothing would make another pod beside it');
  const [keeper, services, policies] = await Promise.all([
    api.get(owner.kind, { namespace, name: owner.name }),
    api.list('Service', { namespace, most: mostServices }),
    labelsOfPolicies(api, namespace),
  ]);
  if (!services.isWhole) throw new KubernetesError('refused', 'its namespace has more Services than are looked at');
  const { matchLabels = {}, matchExpressions = [] } = keeper?.spec?.selector ?? {};
  // Without a label a pod still is `NotIn` what it was not in.
  const needed = matchExpressions.filter(({ operator }) => operator === 'In' || operator === 'Exists');
  const choice = quarantineLabels({
    labels: pod.metadata?.labels ?? {},
    keeper: { name: `its ${owner.kind}`, keys: [...Object.keys(matchLabels), ...needed.map(({ key }) => key)] },
    services: Object.fromEntries(
      services.items.map(({ metadata, spec }) => [metadata?.name ?? '', spec?.selector ?? {}]),
    ),
    policies,
  });
  if ('because' in choice) throw new KubernetesError('refused', choice.because);
  const taken = canonicalJson(choice.taken);
  if (taken.length > maxLength) throw new KubernetesError('refused', 'its labels are too long to be kept');
  return taken;
}

/** The labels of {@link labelsToTake}, read back. */
export function takenLabels(json: string | undefined): Readonly<Record<string, string>> {
  return JSON.parse(json ?? '{}') as Readonly<Record<string, string>>;
}
