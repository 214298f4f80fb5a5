import type { V1ObjectMeta } from '@kubernetes/client-node';
import type { Kinds } from '../../../clients/kubernetes/kinds.ts';
import type { WatchedKind } from '../../../model/kubernetes/watched-alerts.ts';
import type { ObjectId, Symptom } from '../symptom.ts';
import { nodeId, symptomsOfNode } from './node.ts';
import { symptomsOfPod } from './pod.ts';
import { symptomsOfDeployment, symptomsOfJob } from './workload.ts';

/** What each kind of object is judged by: what it looks like now, and nothing else. */
export const judges: {
  readonly [K in WatchedKind]: (object: Kinds[K], now: number) => readonly Symptom[];
} = {
  Deployment: symptomsOfDeployment,
  Job: symptomsOfJob,
  Node: symptomsOfNode,
  Pod: symptomsOfPod,
};

/** The id of an object; null for one without a name of its own. */
export function idOf(kind: WatchedKind, { metadata }: { readonly metadata?: V1ObjectMeta }): ObjectId | null {
  if (kind === 'Node') return metadata?.name ? nodeId(metadata.name) : null;
  return metadata?.uid ? `${kind}/${metadata.uid}` : null;
}
