import type { ActionDefinition } from '../../contracts/action-definition.ts';
import { removalSettings } from '../../kubernetes/network/out-of-service.ts';
import { podEndpointPermissions, restorePodEndpoint } from '../../kubernetes/network/pod-endpoint.ts';
import { restoreSliceEndpoint, sliceEndpointPermissions } from '../../kubernetes/network/slice-endpoint.ts';

/** Puts an endpoint back that was taken out of a Service, exactly as it was, unless somebody has changed it since. */
export const restoreEndpoint: ActionDefinition = {
  risk: 'safe',
  undo: null,
  expectedMs: 30_000,
  permissions: [...podEndpointPermissions, ...sliceEndpointPermissions],

  // What it has to find stands in its settings: an undo has no preconditions.
  observe: async () => ({}),

  perform(target, { findObject }, _now, settings) {
    const object = findObject(target);
    const removal = removalSettings(settings);
    return object.kind === 'EndpointSlice'
      ? restoreSliceEndpoint(object, removal)
      : restorePodEndpoint(object, removal);
  },

  // Where it was done already there is nothing to put back, and asking again changes nothing.
  didHappen: async () => 'no',
};
