import type { V1PersistentVolumeClaim } from '@kubernetes/client-node';
import type { Cluster } from '../../../clients/kubernetes/cluster.ts';
import { nextClaimSize } from '../../../model/kubernetes/capacity/next-step.ts';
import type { Permission } from '../../../model/kubernetes/rights/permission.ts';
import { bytesInWords, formatQuantity } from '../../../model/kubernetes/quantity.ts';
import type { Facts } from '../../../model/remediation/plan.ts';
import type { Target } from '../../../model/target.ts';
import type { ActionDefinition, ActionDependencies } from '../../contracts/action-definition.ts';
import { allowsExpansion, claimSize, isResizing } from '../../kubernetes/claims/sizes.ts';
import { markOf, marking, nextMark } from '../../kubernetes/values/marks.ts';
import { findOneOf, gone, insistOnSame, nameOf, refused, wordsFor } from '../../kubernetes/object-of-action.ts';
import { changing, observing } from '../../kubernetes/changing.ts';
import { patchAsRead } from '../../kubernetes/patching.ts';
import { insistOnUnprotected } from '../../kubernetes/protected.ts';

const permissions: readonly Permission[] = [
  { group: '', resource: 'persistentvolumeclaims', verbs: ['get', 'patch'] },
  { group: 'storage.k8s.io', resource: 'storageclasses', verbs: ['get'] },
];

/**
 * Expands a claim by one step where its class allows it. No volume ever shrinks again, and every byte of it costs: so
 * people are always asked.
 */
export const expandClaim: ActionDefinition = {
  risk: 'destructive',
  undo: null,
  expectedMs: 2 * 60_000,
  caps: ['caps.claim'],
  permissions,

  observe: (target, deps) => observing(async () => (await read(target, deps)).facts),

  perform: (target, deps, now, settings = {}) =>
    changing(permissions, async () => {
      const { found, claim, facts } = await read(target, deps);
      insistOnUnprotected(found);
      if (!claim) throw refused(`there is no ${wordsFor(found)} any more`);
      insistOnSame(now, facts);
      const [size, wanted] = [Number(facts['size']), Number(settings['bytes'])];
      const most = nextClaimSize(size, found.definition.caps);
      if (facts['expandable'] !== 'yes') throw refused(`the class of ${wordsFor(found)} does not let it grow`);
      if (facts['resizing'] !== 'no') throw refused(`${wordsFor(found)} is being resized already`);
      if (!Number.isSafeInteger(wanted) || wanted <= size) throw refused(`${settings['bytes']} would not expand it`);
      if (most === null || wanted > most) throw refused(`${bytesInWords(wanted)} is beyond a step under the cap`);
      const { annotations } = marking('expand-claim', nextMark(facts['mark'] ?? ''));
      const spec = { resources: { requests: { storage: formatQuantity(wanted) } } };
      await patchAsRead(found, claim, { annotations, spec });
      return `${wordsFor(found)} was asked to grow from ${bytesInWords(size)} to ${bytesInWords(wanted)}`;
    }),

  didHappen: (target, before, { findObject }) =>
    observing(async () => {
      const found = findOneOf(target, ['PersistentVolumeClaim'], findObject);
      const claim = await found.api.get(found.kind, nameOf(found));
      if (claim?.metadata?.uid !== before['uid']) return 'unknown';
      const mark = markOf(claim?.metadata, 'expand-claim');
      if (mark === before['mark']) return 'no';
      return mark === nextMark(before['mark'] ?? '') ? 'yes' : 'unknown';
    }),
};

async function read(target: Target, { findObject }: ActionDependencies) {
  const found = findOneOf(target, ['PersistentVolumeClaim'], findObject);
  const claim = await found.api.get(found.kind, nameOf(found));
  const facts: Facts = claim ? await factsOf(found.api, claim) : { uid: gone };
  return { found, claim, facts };
}

async function factsOf(api: Cluster, claim: V1PersistentVolumeClaim) {
  return {
    uid: claim.metadata?.uid ?? '',
    size: String(claimSize(claim)),
    expandable: (await allowsExpansion(api, claim)) ? 'yes' : 'no',
    resizing: isResizing(claim) ? 'yes' : 'no',
    mark: markOf(claim.metadata, 'expand-claim'),
  };
}
