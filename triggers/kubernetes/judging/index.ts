import type { V1ObjectMeta } from '@kubernetes/client-node';
import type { Kinds } from '../../../clients/kubernetes/kinds.ts';
import type { WatchedObject } from '../../../clients/kubernetes/watching/feed.ts';
import type { WatchedKind } from '../../../model/kubernetes/watching/watched-alerts.ts';
import type { ObjectId, Symptom } from '../symptom.ts';
import { nodeId, symptomsOfNode } from './node.ts';
import { symptomsOfPod } from './pod.ts';
import { symptomsOfDeployment, symptomsOfJob } from './workload.ts';

/** What each kind of object is judged by: what it looks like now, and nothing else. */
const judges: {
  readonly [K in WatchedKind]: (object: Kinds[K], now: number) => readonly Symptom[];
} = {
  Deployment: symptomsOfDeployment,
  Job: symptomsOfJob,
  Node: symptomsOfNode,
  Pod: symptomsOfPod,
};

/** What is wrong with an object now. */
export function symptomsOf(kind: WatchedKind, object: WatchedObject, now: number): readonly Symptom[] {
  const judge = judges[kind] as (object: WatchedObject, now: number) => readonly Symptom[];
  return judge(object, now);
}

/** The id of an object; null for one without a name of its own. */
export function idOf(kind: WatchedKind, { metadata }: { readonly metadata?: V1ObjectMeta }): ObjectId | null {
  if (kind === 'Node') return metadata?.name ? nodeId(metadata.name) : null;
  return metadata?.uid ? `${kind}/${metadata.uid}` : null;
}
