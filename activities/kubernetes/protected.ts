import { KubernetesError } from '../../clients/kubernetes/failure.ts';
import { namespaceProtection } from '../../model/kubernetes/rights/protection.ts';
import type { FoundObject } from '../described/clusters.ts';

/**
 * Holds an object against the namespaces in which nothing is ever changed. The guard refuses such a plan by the same rule;
 * this is for a configuration that has changed since. No undo asks: what Nightshift has left in a namespace that became
 * protected later is not what people want to have protected.
 *
 * @throws KubernetesError `refused`
 */
export function insistOnUnprotected({ namespace, definition }: Pick<FoundObject, 'namespace' | 'definition'>): void {
  const protection = namespaceProtection(namespace, definition);
  if (protection !== null) throw new KubernetesError('refused', protection);
}
