import { isReady } from '../../../model/kubernetes/ready.ts';
import type { Facts } from '../../../model/remediation/plan.ts';
import type { Target } from '../../../model/target.ts';
import type { ActionDefinition, ActionDependencies } from '../../contracts/action-definition.ts';
import { changing, observing } from '../../kubernetes/changing.ts';
import { cordon, cordonPermissions as permissions } from '../../kubernetes/nodes/cordoning.ts';
import { nodeFacts, nodeOf } from '../../kubernetes/nodes/looking-at-nodes.ts';

/**
 * Keeps new pods off a node, as long as the cluster can spare it. It heals nothing, and clears the alert of a node that is
 * not ready: what proves health is the node itself.
 */
export const cordonNode: ActionDefinition = {
  risk: 'disruptive',
  undo: 'uncordon-node',
  expectedMs: 30_000,
  contains: true,
  caps: ['caps.nodesAway'],
  permissions,

  undoSettings: ({ uid = '' }) => ({ uid }),

  observe: factsOf,

  perform: (target, { findObject }, { uid }) => changing(permissions, () => cordon(findObject(target), uid)),

  async didHappen(target, before, deps) {
    const now = await factsOf(target, deps);
    if (now['uid'] !== before['uid']) return 'unknown';
    return now['cordoned'] === 'by Nightshift' ? 'yes' : 'no';
  },
};

/** Which node it is, whether it is sick, and who has cordoned it. */
function factsOf(target: Target, { findObject }: ActionDependencies): Promise<Facts> {
  return observing(async () => {
    const node = await nodeOf(findObject(target));
    if (!node) return { uid: 'gone' };
    const facts = nodeFacts(node);
    const cordoned = facts.isCordoned ? (facts.mark === null ? 'by somebody else' : 'by Nightshift') : 'no';
    return { uid: facts.uid, ready: isReady(facts) ? 'yes' : 'no', cordoned };
  });
}
