import type { V1LabelSelector } from '@kubernetes/client-node';
import type { Cluster } from '../../../clients/kubernetes/cluster.ts';
import { KubernetesError } from '../../../clients/kubernetes/failure.ts';
import type { Permission } from '../../../model/kubernetes/rights/permission.ts';

const mostPolicies = 500;

/** What an account needs to see by which labels network policies select. */
export const policyPermission: Permission = {
  group: 'networking.k8s.io',
  resource: 'networkpolicies',
  verbs: ['list'],
};

/**
 * The labels by which the network policies of a namespace select pods, those that they bind and those that they let
 * through, each with the name of such a policy: a pod that gains or loses one gains or loses network paths.
 *
 * @throws KubernetesError `refused` where that cannot be told.
 */
export async function labelsOfPolicies(api: Cluster, namespace: string | null): Promise<ReadonlyMap<string, string>> {
  const policies = await api.list('NetworkPolicy', { namespace, most: mostPolicies });
  if (!policies.isWhole)
    throw new KubernetesError('refused', 'its namespace has more network policies than are looked at');
  return new Map(
    policies.items.flatMap(({ metadata, spec }) => {
      const peers = [
        ...(spec?.ingress ?? []).flatMap((rule) => rule._from ?? []),
        ...(spec?.egress ?? []).flatMap((rule) => rule.to ?? []),
      ];
      const selectors = [spec?.podSelector, ...peers.map(({ podSelector }) => podSelector)];
      return selectors.flatMap(keysOf).map((key) => [key, metadata?.name ?? ''] as const);
    }),
  );
}

function keysOf(selector: V1LabelSelector | undefined): readonly string[] {
  return [...Object.keys(selector?.matchLabels ?? {}), ...(selector?.matchExpressions ?? []).map(({ key }) => key)];
}
