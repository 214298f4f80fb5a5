import type { ClusterDefinition } from '../../../model/kubernetes/cluster.ts';

const GiB = 1024 ** 3;

/** A described cluster, reached by a kubeconfig. */
export function aCluster(overrides: Partial<ClusterDefinition> = {}): ClusterDefinition {
  return {
    name: 'shop',
    access: { kind: 'kubeconfig', file: '/nowhere/kubeconfig', context: null },
    requests: { perSecond: 50, burst: 100 },
    timeoutMs: 10_000,
    protectedNamespaces: ['kube-system', 'kube-public', 'kube-node-lease', 'nightshift'],
    caps: {
      replicas: { least: 1, most: 20 },
      autoscalerMost: 20,
      memoryBytes: 4 * GiB,
      claim: { stepPercent: 20, mostBytes: 100 * GiB },
      nodesAway: { most: 3, percent: 10 },
    },
    dns: null,
    backends: [],
    sidecar: null,
    ...overrides,
  };
}
