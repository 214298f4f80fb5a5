import { KubernetesError } from '../../clients/kubernetes/failure.ts';
import type { FoundObject } from '../described/clusters.ts';

/**
 * Holds an object against the namespaces in which nothing is ever changed.
 *
 * @throws KubernetesError `refused`
 */
export function insistOnUnprotected({ namespace, definition }: Pick<FoundObject, 'namespace' | 'definition'>): void {
  if (namespace === null || !definition.protectedNamespaces.includes(namespace)) return;
  throw new KubernetesError('refused', `the namespace ${namespace} is protected, so nothing is changed in it`);
}
