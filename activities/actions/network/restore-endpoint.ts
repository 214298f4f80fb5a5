import type { ActionDefinition, ActionDependencies } from '../../contracts/action-definition.ts';
import type { Target } from '../../../model/target.ts';
import { observing } from '../../kubernetes/changing.ts';
import { findOneOf, gone, nameOf } from '../../kubernetes/object-of-action.ts';
import { removalSettings } from '../../kubernetes/network/out-of-service.ts';
import { podEndpointPermissions, restorePodEndpoint } from '../../kubernetes/network/pod-endpoint.ts';
import { restoreSliceEndpoint, sliceEndpointPermissions } from '../../kubernetes/network/slice-endpoint.ts';

/** Puts an endpoint back that was taken out of a Service, exactly as it was, unless somebody has changed it since. */
export const restoreEndpoint: ActionDefinition = {
  risk: 'safe',
  undo: null,
  expectedMs: 30_000,
  permissions: [...podEndpointPermissions, ...sliceEndpointPermissions],

  observe: async (target, deps) => ({ uid: await uidOf(target, deps) }),

  perform(target, { findObject }, _now, settings) {
    const object = findObject(target);
    const removal = removalSettings(settings);
    return object.kind === 'EndpointSlice'
      ? restoreSliceEndpoint(object, removal)
      : restorePodEndpoint(object, removal);
  },

  // Where it was done already there is nothing to put back, and asking again changes nothing, once somebody answers.
  async didHappen(target, _before, deps) {
    await uidOf(target, deps);
    return 'no';
  },
};

function uidOf(target: Target, { findObject }: Pick<ActionDependencies, 'findObject'>): Promise<string> {
  return observing(async () => {
    const found = findOneOf(target, ['EndpointSlice', 'Pod'], findObject);
    return (await found.api.get(found.kind, nameOf(found)))?.metadata?.uid ?? gone;
  });
}
