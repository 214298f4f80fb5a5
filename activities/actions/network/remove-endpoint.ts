import type { ActionDefinition } from '../../contracts/action-definition.ts';
import { failure } from '../../contracts/failure.ts';
import { observing } from '../../kubernetes/changing.ts';
import { removalSettings } from '../../kubernetes/network/out-of-service.ts';
import { isPodOut, podEndpointPermissions, removePodEndpoint } from '../../kubernetes/network/pod-endpoint.ts';
import {
  isAddressOut,
  readinessOf,
  removeSliceEndpoint,
  sliceEndpointPermissions,
} from '../../kubernetes/network/slice-endpoint.ts';

/**
 * Takes one endpoint out of a Service: a pod by the label that only the Service selects by, an address of a slice that
 * people write by marking it as not ready. Whoever is sick is as sick as before, so it heals nothing.
 */
export const removeEndpoint: ActionDefinition = {
  risk: 'disruptive',
  undo: 'restore-endpoint',
  contains: true,
  expectedMs: 30_000,
  permissions: [...podEndpointPermissions, ...sliceEndpointPermissions],

  undoSettings: (facts, settings) => ({ ...settings, uid: facts['uid'] ?? '', ready: facts['ready'] ?? '' }),

  async observe(target, { findObject }, settings) {
    const object = findObject(target);
    const { service, label, address } = removalSettings(settings);
    return observing(async () => {
      const found = await object.api.get('Service', { namespace: object.namespace, name: service });
      const common = { service: found?.metadata?.uid ?? 'gone' };
      if (object.kind === 'EndpointSlice') {
        const slice = await object.api.get('EndpointSlice', object);
        return { ...common, uid: slice?.metadata?.uid ?? 'gone', ready: readinessOf(slice, address) };
      }
      const pod = await object.api.get('Pod', object);
      return { ...common, uid: pod?.metadata?.uid ?? 'gone', label: pod?.metadata?.labels?.[label] ?? '' };
    });
  },

  perform(target, { findObject }, now, settings) {
    const object = findObject(target);
    const removal = removalSettings(settings);
    if (object.kind === 'EndpointSlice') return removeSliceEndpoint(object, removal, now['uid']);
    if (object.kind === 'Pod') return removePodEndpoint(object, removal, now['uid']);
    throw failure('UnknownTarget', `${target} is neither a pod nor a slice`);
  },

  didHappen(target, before, { findObject }, settings) {
    const object = findObject(target);
    const removal = removalSettings(settings);
    const isOut = object.kind === 'EndpointSlice' ? isAddressOut : isPodOut;
    return observing(() => isOut(object, removal, before['uid']));
  },
};
