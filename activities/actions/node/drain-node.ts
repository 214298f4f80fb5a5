import type { Permission } from '../../../model/kubernetes/rights/permission.ts';
import { isReady } from '../../../model/kubernetes/ready.ts';
import type { ActionDefinition } from '../../contracts/action-definition.ts';
import { observing } from '../../kubernetes/changing.ts';
import { cordonPermissions } from '../../kubernetes/nodes/cordoning.ts';
import { drainNodeWithin, podsToEvict } from '../../kubernetes/nodes/draining.ts';
import { siblingPermissions } from '../../kubernetes/nodes/siblings.ts';
import { nodeFacts, nodeOf } from '../../kubernetes/nodes/looking-at-nodes.ts';

const expectedMs = 10 * 60_000;

const permissions: readonly Permission[] = [
  ...cordonPermissions,
  ...siblingPermissions,
  { group: '', resource: 'pods', verbs: ['list'] },
  { group: '', resource: 'pods/eviction', verbs: ['create'] },
];

/**
 * Cordons a node and has its pods move, one by one, as their disruption budgets allow, and while no other one of the same
 * controller is missing. It never forces one off: a node that
 * does not answer may still run what nobody sees. What it moves heals nothing of the node itself.
 */
export const drainNode: ActionDefinition = {
  risk: 'destructive',
  undo: 'uncordon-node',
  expectedMs,
  contains: true,
  mayBeginBeside: true,
  caps: ['caps.nodesAway'],
  permissions,

  undoSettings: ({ uid = '' }) => ({ uid }),

  observe: (target, { findObject }) =>
    observing(async () => {
      const node = await nodeOf(findObject(target));
      return node ? { uid: nodeFacts(node).uid, ready: isReady(nodeFacts(node)) ? 'yes' : 'no' } : { uid: 'gone' };
    }),

  perform: (target, deps, { uid }) => drainNodeWithin(target, deps, { uid, withinMs: expectedMs, permissions }),

  async didHappen(target, { uid }, { findObject }) {
    const object = findObject(target);
    const node = await observing(() => nodeOf(object));
    if (!node || nodeFacts(node).uid !== uid) return 'unknown';
    // What is left is gone on with: an eviction that was asked for twice is one.
    return nodeFacts(node).isCordoned && (await observing(() => podsToEvict(object))).evict.length === 0 ? 'yes' : 'no';
  },
};
