import type { Permission } from '../../../model/kubernetes/rights/permission.ts';
import type { ActionDefinition } from '../../contracts/action-definition.ts';
import { changing, observing } from '../../kubernetes/changing.ts';
import { uncordon } from '../../kubernetes/nodes/cordoning.ts';
import { nodeFacts, nodeOf } from '../../kubernetes/nodes/looking-at-nodes.ts';

const permissions: readonly Permission[] = [{ group: '', resource: 'nodes', verbs: ['get', 'patch'] }];

/** Lets pods onto a node again that Nightshift has cordoned. What somebody else has cordoned stays so. */
export const uncordonNode: ActionDefinition = {
  risk: 'safe',
  undo: null,
  expectedMs: 30_000,
  permissions,

  observe: (target, { findObject }) =>
    observing(async () => {
      const node = await nodeOf(findObject(target));
      return { uid: node?.metadata?.uid ?? 'gone', mark: (node && nodeFacts(node).mark) ?? 'none' };
    }),

  perform: (target, { findObject }, now, settings) =>
    changing(permissions, () => uncordon(findObject(target), settings?.['uid'] ?? now['uid'])),

  // Where it was done already there is nothing to take back, and asking again changes nothing, once somebody answers.
  async didHappen(target, _before, { findObject }) {
    await observing(() => nodeOf(findObject(target)));
    return 'no';
  },
};
