import type { V1Pod } from '@kubernetes/client-node';
import { KubernetesError } from '../../../clients/kubernetes/failure.ts';
import { canonicalJson } from '../../../model/text/canonical-json.ts';
import type { FoundObject } from '../../described/clusters.ts';
import { controllerOf, isWorkloadKind } from '../owned-pods.ts';

/** What a pod in quarantine bears: the labels that were taken from it, as JSON. */
export const quarantineAnnotation = 'nightshift.io/quarantine-pod';

const mostServices = 200;
/** What an annotation, a plan and a history may hold of it. */
const maxLength = 2_000;

/**
 * The labels by which a pod is found by what keeps it and by the Services of its namespace, as JSON: without them it gets
 * no traffic, and another one is made in its place.
 *
 * @throws KubernetesError `refused` where it has none of these, or where that cannot be told.
 */
export async function labelsToTake({ api, namespace }: FoundObject, pod: V1Pod): Promise<string> {
  const labels = pod.metadata?.labels ?? {};
  const owner = controllerOf(pod.metadata);
  if (!owner || !isWorkloadKind(owner.kind) || owner.kind === 'Job' || owner.kind === 'StatefulSet')
    throw new KubernetesError('refused', 'nothing would make another pod beside it');
  const [keeper, services] = await Promise.all([
    api.get(owner.kind, { namespace, name: owner.name }),
    api.list('Service', { namespace, most: mostServices }),
  ]);
  if (!services.isWhole) throw new KubernetesError('refused', 'its namespace has more Services than are looked at');
  const { matchLabels = {}, matchExpressions = [] } = keeper?.spec?.selector ?? {};
  const selectors = services.items.map(({ spec }) => Object.entries(spec?.selector ?? {}));
  const serving = selectors.filter((pairs) => pairs.length > 0 && pairs.every(([key, value]) => labels[key] === value));
  const keys = [
    ...Object.keys(matchLabels),
    ...matchExpressions.map(({ key }) => key),
    ...serving.flatMap((pairs) => pairs.map(([key]) => key)),
  ];
  const taken = canonicalJson(
    Object.fromEntries(keys.flatMap((key) => (labels[key] === undefined ? [] : [[key, labels[key]]]))),
  );
  if (taken === '{}' || taken.length > maxLength)
    throw new KubernetesError('refused', 'it is not found by labels that could be taken from it');
  return taken;
}

/** The labels of {@link labelsToTake}, read back. */
export function takenLabels(json: string | undefined): Readonly<Record<string, string>> {
  return JSON.parse(json ?? '{}') as Readonly<Record<string, string>>;
}
