import type { V1Node } from '@kubernetes/client-node';
import type { Cluster } from '../../../clients/kubernetes/cluster.ts';
import { KubernetesError } from '../../../clients/kubernetes/failure.ts';
import { cordonAnnotation } from '../../../model/kubernetes/by-hand.ts';
import { tooManyNodesAway } from '../../../model/kubernetes/nodes/nodes-away.ts';
import type { Permission } from '../../../model/kubernetes/rights/permission.ts';
import type { FoundObject } from '../../described/clusters.ts';
import { ChangedObject } from '../changing.ts';
import { patchAsRead } from '../patching.ts';
import { countNodesOf, nodeFacts, nodeOf } from './looking-at-nodes.ts';

/** What the account must be allowed for a cordon. */
export const cordonPermissions: readonly Permission[] = [
  { group: '', resource: 'nodes', verbs: ['get', 'list', 'patch'] },
];

/** The last that was begun for each cluster: workers cordon one node after the other, or each would count without the others. */
const turns = new WeakMap<Cluster, Promise<unknown>>();

/**
 * Cordons a node, if it is the one with the uid and the cluster can spare it. Counted before and after: another worker may
 * have cordoned at the same moment, and then both let go rather than one too many be away.
 *
 * @returns what was done, in words.
 */
export function cordon(object: FoundObject, uid: string | undefined): Promise<string> {
  const turn = (turns.get(object.api) ?? Promise.resolve()).then(() => cordonNow(object, uid));
  turns.set(
    object.api,
    turn.catch(() => undefined),
  );
  return turn;
}

async function cordonNow(object: FoundObject, uid: string | undefined): Promise<string> {
  const { api, name, definition } = object;
  const node = await sameNode(object, uid);
  const { isCordoned, mark } = nodeFacts(node);
  if (isCordoned) return mark === null ? `${name} is cordoned by somebody else already` : `${name} is cordoned already`;
  const refusal = async (): Promise<string | null> => tooManyNodesAway(await countNodesOf(api), name, definition.caps);
  const before = await refusal();
  if (before !== null) throw new KubernetesError('refused', `${name} was not cordoned: ${before}`);
  const cordoned = await change(object, node, true);
  const after = await whenCordoned(refusal());
  if (after === null) return `cordoned ${name}`;
  await whenCordoned(change(object, cordoned, false));
  throw new KubernetesError('refused', `${name} was cordoned and given back at once: ${after}`);
}

/** Gives a node back to the scheduler, if it is Nightshift that has taken it away. What is gone needs nothing. */
export async function uncordon(object: FoundObject, uid: string | undefined): Promise<string> {
  const { name } = object;
  const node = await nodeOf(object);
  if (!node) return `there is no node ${name} any more`;
  const facts = nodeFacts(node);
  if (uid !== undefined && facts.uid !== uid) return `${name} is another node now, and was left as it is`;
  if (!facts.isCordoned) return `${name} is not cordoned any more`;
  if (facts.mark === null) throw new ChangedObject(`${name} is cordoned, but not by Nightshift any more`);
  await change(object, node, false);
  return `uncordoned ${name}`;
}

/** The node, as long as it is the one that was meant. */
export async function sameNode(object: FoundObject, uid: string | undefined): Promise<V1Node> {
  const node = await nodeOf(object);
  if (!node) throw new KubernetesError('not-found', `there is no node ${object.name}`);
  if (node.metadata?.uid !== uid) throw new ChangedObject(`${object.name} is another node now`);
  return node;
}

/** A failure from here on must not say that nothing was done. */
function whenCordoned<T>(step: Promise<T>): Promise<T> {
  return step.catch((error: unknown) => {
    if (!(error instanceof KubernetesError)) throw error;
    throw new KubernetesError(error.problem, `it was cordoned, and then: ${error.message}`, true);
  });
}

/** A kubelet writes its own words on its node now and then, which says nothing of who cordoned it. */
const maxTries = 3;

/** Tries it out, then does it, if nobody has cordoned or uncordoned the node meanwhile. */
async function change(object: FoundObject, node: V1Node, isCordon: boolean): Promise<V1Node> {
  const spec = { unschedulable: isCordon ? true : null };
  for (let [current, tries] = [node, 1]; ; tries++) {
    const annotations = { [cordonAnnotation]: isCordon ? new Date().toISOString() : null };
    try {
      return await patchAsRead({ ...object, kind: 'Node' }, current, { annotations, spec });
    } catch (error) {
      if (!(error instanceof KubernetesError) || error.problem !== 'conflict' || tries === maxTries) throw error;
      current = await sameNode(object, current.metadata?.uid);
      // A cordon of somebody else is theirs to give back; what they have given back already needs nothing.
      if (nodeFacts(current).isCordoned === isCordon) throw isCordon ? new ChangedObject(error.message) : error;
    }
  }
}
