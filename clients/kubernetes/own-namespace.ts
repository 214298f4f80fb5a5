import { readFileSync } from 'node:fs';
import type { ClusterDefinition } from '../../model/kubernetes/cluster.ts';

const mountedFile = '/var/run/secrets/kubernetes.io/serviceaccount/namespace';

/** Protects the namespace that this process runs in, whatever it is called: Nightshift does not repair itself. */
export function withOwnNamespace(cluster: ClusterDefinition, file = mountedFile): ClusterDefinition {
  if (cluster.access.kind !== 'in-cluster') return cluster;
  const own = read(file);
  if (!own || cluster.protectedNamespaces.includes(own)) return cluster;
  return { ...cluster, protectedNamespaces: [...cluster.protectedNamespaces, own] };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}
