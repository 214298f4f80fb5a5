import type { Action } from '../../remediation/plan.ts';
import type { ClusterDefinition } from '../cluster.ts';
import type { ObjectRef } from '../object.ts';
import { objectOf } from '../object.ts';
import { deploymentOfPod } from '../targets/pod-name.ts';

/** What of a cluster says what is protected there. */
export type Protecting = Pick<ClusterDefinition, 'name' | 'protectedNamespaces' | 'dns'>;

/** An action on a target; the runbook's own target has none. */
type Doing = Pick<Action, 'target'> & { readonly action: string };

/** Actions on the pods of the described DNS. Whoever describes it wants them. */
const ofDns: ReadonlySet<string> = new Set(['restart-dns-pod']);

/**
 * Why something must not be done, whatever is planned and approved: it is in a protected namespace, and nothing is described
 * there that it is for. Null where nothing is protected; what is in no namespace, such as a node, never is.
 */
export function protectionOf({ action, target }: Doing, clusters: readonly Protecting[]): string | null {
  const object = objectOf(target);
  const cluster = clusters.find(({ name }) => name === object?.cluster);
  if (!object || !cluster || (ofDns.has(action) && isOfDns(object, cluster))) return null;
  return namespaceProtection(object.namespace, cluster);
}

/** Why nothing is changed in a namespace; null where it is not protected, and for what is in none. */
export function namespaceProtection(
  namespace: string | null,
  { name, protectedNamespaces }: Pick<ClusterDefinition, 'name' | 'protectedNamespaces'>,
): string | null {
  if (namespace === null || !protectedNamespaces.includes(namespace)) return null;
  return `the namespace ${namespace} of the cluster ${name} is protected`;
}

function isOfDns({ namespace, kind, name }: ObjectRef, { dns }: Protecting): boolean {
  if (!dns || namespace !== dns.namespace) return false;
  return kind === 'Pod' ? deploymentOfPod(name) === dns.deployment : kind === 'Deployment' && name === dns.deployment;
}
