import type { Permission } from './permission.ts';

/** The account that is allowed something: a service account and its namespace. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
}

/** One object of Kubernetes, as it is applied. */
export type Manifest = Readonly<Record<string, unknown>> & { readonly kind: string };

/** Where rights hold: everywhere, in one namespace, or wherever they are placed when they are applied. */
export type Place = 'cluster' | { readonly namespace: string } | 'left-open';

const apiGroup = 'rbac.authorization.k8s.io';
const apiVersion = `${apiGroup}/v1`;

/** Of these there is one in a cluster whatever the namespace. */
const withoutNamespace = ['namespaces', 'nodes', 'persistentvolumes', 'storageclasses'];

/**
 * The roles that allow something to an account, and what gives them to it. Rights on what is in no namespace are a role of their
 * own, for the whole cluster: no other kind of role can hold them.
 */
export function rolesFor(
  name: string,
  permissions: readonly Permission[],
  account: Account,
  place: Place,
): readonly Manifest[] {
  const isClusterWide = ({ resource }: Permission): boolean =>
    place === 'cluster' || withoutNamespace.includes(resource.split('/')[0] ?? '');
  const merged = mergedPermissions(permissions);
  const namespace = typeof place === 'object' ? place.namespace : null;
  return [
    ...bound('ClusterRole', name, merged.filter(isClusterWide), account, null),
    ...bound(
      'Role',
      name,
      merged.filter((one) => !isClusterWide(one)),
      account,
      namespace,
    ),
  ];
}

function bound(
  kind: 'ClusterRole' | 'Role',
  name: string,
  permissions: readonly Permission[],
  account: Account,
  namespace: string | null,
): readonly Manifest[] {
  if (permissions.length === 0) return [];
  const metadata = { name, ...(namespace === null ? {} : { namespace }) };
  const rules = permissions.map(({ group, resource, verbs }) => ({ apiGroups: [group], resources: [resource], verbs }));
  return [
    { apiVersion, kind, metadata, rules },
    {
      apiVersion,
      kind: `${kind}Binding`,
      metadata,
      roleRef: { apiGroup, kind, name },
      subjects: [{ kind: 'ServiceAccount', name: account.name, namespace: account.namespace }],
    },
  ];
}

/** Each resource once, in the order of names, with all its verbs. */
export function mergedPermissions(permissions: readonly Permission[]): readonly Permission[] {
  const byResource = new Map<string, Permission>();
  for (const { group, resource, verbs } of permissions) {
    const key = `${group}/${resource}`;
    const known = byResource.get(key)?.verbs ?? [];
    byResource.set(key, { group, resource, verbs: [...new Set([...known, ...verbs])].toSorted() });
  }
  return [...byResource].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, permission]) => permission);
}
