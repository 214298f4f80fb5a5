import type { Cluster } from '../../clients/kubernetes/cluster.ts';
import type { ClusterDefinition } from '../../model/kubernetes/cluster.ts';
import type { ObjectRef } from '../../model/kubernetes/object.ts';
import { objectOf } from '../../model/kubernetes/object.ts';
import type { Target } from '../../model/target.ts';
import { failure } from '../contracts/failure.ts';

/** The object of a target, and the cluster that it is in. */
export interface FoundObject extends ObjectRef {
  readonly api: Cluster;
  readonly definition: ClusterDefinition;
}

/** Finds the described cluster and the object behind a target; only described clusters are ever talked to. */
export type FindObject = (target: Target) => FoundObject;

/** Makes the look-up over the described clusters. It throws `UnknownTarget` for any other target. */
export function clusterDirectory(
  clusters: readonly { readonly api: Cluster; readonly definition: ClusterDefinition }[],
): FindObject {
  const byName = new Map(clusters.map((one) => [one.definition.name, one]));
  return (target) => {
    const object = objectOf(target);
    if (!object) throw failure('UnknownTarget', `${target} names no object that a cluster could have`);
    const found = byName.get(object.cluster);
    if (!found) throw failure('UnknownTarget', `no cluster in the configuration is called ${object.cluster}`);
    return { ...object, ...found };
  };
}
