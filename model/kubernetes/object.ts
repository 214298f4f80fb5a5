import type { Target } from '../target.ts';
import { canonicalPath, partsOfTarget } from '../target.ts';

/** One object of a cluster, by the names that the API server knows it by. */
export interface ObjectRef {
  /** The name that operators gave the cluster: the label `cluster` of its alerts. */
  readonly cluster: string;
  /** Null for objects that are in none, such as nodes. */
  readonly namespace: string | null;
  readonly kind: string;
  readonly name: string;
}

/** What stands in a target in place of a namespace where there is none. */
const noNamespace = '-';

/** Kinds of which nothing is in a namespace; a cluster as a whole is none of the API server's. */
const withoutNamespace: ReadonlySet<string> = new Set(['Cluster', 'Node', 'PersistentVolume', 'StorageClass']);

/** RFC 1123: what names of namespaces, services and most objects are made of. */
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const subdomain = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
const maxSubdomain = 253;

/** Whether the API server could know an object by this name. Nothing else may get into a path. */
export function isObjectName(name: string): boolean {
  return name.length <= maxSubdomain && subdomain.test(name);
}

/** Whether there could be a namespace of this name. */
export function isNamespaceName(name: string): boolean {
  return label.test(name);
}

/** The target of an object. */
export function objectTarget({ cluster, namespace, kind, name }: ObjectRef): Target {
  return canonicalPath('kubernetes', cluster, namespace ?? noNamespace, kind, name);
}

/** Whether a target is in a Kubernetes cluster, whatever the rest of it says. */
export function isKubernetesTarget(target: Target): boolean {
  return target.startsWith('kubernetes/');
}

/** The object of a target; null for any other target, and for names that no object can have. */
export function objectOf(target: Target): ObjectRef | null {
  const [first, cluster, namespace, kind, name, ...more] = partsOfTarget(target) ?? [];
  if (first !== 'kubernetes' || !cluster || !namespace || !kind || !name || more.length > 0) return null;
  if (!/^[A-Z][A-Za-z0-9]{0,62}$/.test(kind) || !isObjectName(name)) return null;
  // A label may say what stands for no namespace: its object would be looked for in all of them.
  if (namespace === noNamespace) return withoutNamespace.has(kind) ? { cluster, namespace: null, kind, name } : null;
  return isNamespaceName(namespace) ? { cluster, namespace, kind, name } : null;
}
