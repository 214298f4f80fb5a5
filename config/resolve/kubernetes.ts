import { resolve } from 'node:path';
import type { ClusterDefinition } from '../../model/kubernetes/cluster.ts';
import type { ConfigFile } from '../schema/config-file.ts';

type Described = ConfigFile['kubernetes']['clusters'][number];

/**
 * A cluster as the processes use it.
 *
 * @param folder what relative paths are seen from.
 */
export function clusterOf(described: Described, folder: string): ClusterDefinition {
  const { name, kubeconfig, context, requests, timeout, protectedNamespaces, dns, backends, sidecar } = described;
  const { replicas, autoscalerMost, memory, claim, nodesAway } = described.caps;
  return {
    name,
    access:
      kubeconfig === undefined
        ? { kind: 'in-cluster' }
        : { kind: 'kubeconfig', file: resolve(folder, kubeconfig), context: context ?? null },
    requests,
    timeoutMs: timeout,
    protectedNamespaces,
    caps: {
      replicas,
      autoscalerMost,
      memoryBytes: memory,
      claim: { stepPercent: claim.stepPercent, mostBytes: claim.most },
      nodesAway,
    },
    dns: dns ?? null,
    backends: backends.map(({ timeout: timeoutMs, ...backend }) => ({ ...backend, timeoutMs })),
    sidecar: sidecar ?? null,
  };
}
