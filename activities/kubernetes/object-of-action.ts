import type { ObjectName } from '../../clients/kubernetes/cluster.ts';
import { KubernetesError } from '../../clients/kubernetes/failure.ts';
import type { Kind } from '../../clients/kubernetes/kinds.ts';
import type { ObjectRef } from '../../model/kubernetes/object.ts';
import type { Facts } from '../../model/remediation/plan.ts';
import type { Target } from '../../model/target.ts';
import { failure } from '../contracts/failure.ts';
import type { FindObject, FoundObject } from '../described/clusters.ts';
import { ChangedObject } from './changing.ts';

/** The object of a target, of a kind that is known to be one of those that are asked for. */
export type FoundOf<K extends Kind> = FoundObject & { readonly kind: K };

/** Kinds of objects that are stored, and so can be changed. */
export type StoredKind = Exclude<Kind, 'PodMetrics'>;

/** Finds the object of an action's target, which must be of one of these kinds. It throws `UnknownTarget` otherwise. */
export function findOneOf<K extends Kind>(target: Target, kinds: readonly K[], findObject: FindObject): FoundOf<K> {
  const found = findObject(target);
  const kind = kinds.find((one) => one === found.kind);
  if (!kind) throw failure('UnknownTarget', `${target} is no ${kinds.join(' or ')}`);
  return { ...found, kind };
}

/** An object as the API server is asked for it. */
export function nameOf({ namespace, name }: Pick<ObjectRef, 'namespace' | 'name'>): ObjectName {
  return { namespace, name };
}

/** For people: `Deployment shop/web`. */
export function wordsFor({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace === null ? name : `${namespace}/${name}`}`;
}

/** What stands in facts where there is no such object. */
export const gone = 'gone';

/** The failure of a request that is not even made. */
export function refused(why: string): KubernetesError {
  return new KubernetesError('refused', why);
}

/** Refuses to change what is not as it was right before. */
export function insistOnSame(before: Facts, now: Facts): void {
  const name = Object.keys(before).find((one) => before[one] !== now[one]);
  if (name !== undefined) throw new ChangedObject(`${name} was ${before[name]} and is ${now[name] ?? 'not known'}`);
}
