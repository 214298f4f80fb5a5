import type { V1OwnerReference } from '@kubernetes/client-node';
import type { Cluster } from '../../clients/kubernetes/cluster.ts';
import type { Kind } from '../../clients/kubernetes/kinds.ts';
import { apiVersions } from '../../clients/kubernetes/kinds.ts';

/** An object of a kind that is known, as it is now. */
export interface LookedUp {
  readonly kind: Kind;
  readonly namespace: string | null;
  readonly name: string;
  readonly uid: string;
  readonly owners: readonly V1OwnerReference[];
}

/** A pod of a CronJob has three above it; whoever claims more goes in a circle. */
const maxHeight = 5;

/** Looks up one object; null where there is none. */
export async function lookUpObject(
  api: Cluster,
  kind: Kind,
  namespace: string | null,
  name: string,
): Promise<LookedUp | null> {
  // The targets of namespaces are in themselves, and their API paths in none.
  const object = await api.get(kind, { namespace: kind === 'Namespace' ? null : namespace, name });
  if (!object) return null;
  const { uid = '', ownerReferences } = (object.metadata ?? {}) as {
    uid?: string;
    ownerReferences?: V1OwnerReference[];
  };
  return { kind, namespace, name, uid, owners: ownerReferences ?? [] };
}

/**
 * Goes from an object to its controller, and on to that of it: what makes the object anew when it is gone. It ends where
 * there is no further one, where it is of a kind that is not known, and where it is another one of the same name.
 */
export async function outermostController(api: Cluster, object: LookedUp): Promise<LookedUp> {
  let outermost = object;
  for (let height = 0; height < maxHeight; height++) {
    const above = await controllerOf(api, outermost);
    if (!above) return outermost;
    outermost = above;
  }
  return outermost;
}

async function controllerOf(api: Cluster, { namespace, owners }: LookedUp): Promise<LookedUp | null> {
  const reference = owners.find(({ controller }) => controller === true);
  // A static pod belongs to its node, which makes nothing better for being looked at in its place.
  if (!reference || reference.kind === 'Node' || !isKind(reference.kind)) return null;
  if (apiVersions[reference.kind] !== reference.apiVersion) return null;
  const controller = await lookUpObject(api, reference.kind, namespace, reference.name);
  return controller?.uid === reference.uid ? controller : null;
}

/** Whether objects of a kind are known here. */
export function isKind(kind: string): kind is Kind {
  return Object.hasOwn(apiVersions, kind);
}
