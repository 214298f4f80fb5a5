import { describe, expect, it } from 'vitest';
import { byHand } from '../../../../model/kubernetes/by-hand.ts';
import { objectTarget } from '../../../../model/kubernetes/object.ts';
import type { ActionName } from '../../../../model/names.ts';

const node = objectTarget({ cluster: 'shop', namespace: null, kind: 'Node', name: 'n1' });
const pod = objectTarget({ cluster: 'shop', namespace: 'web', kind: 'Pod', name: 'web-1' });
const slice = objectTarget({ cluster: 'shop', namespace: 'web', kind: 'EndpointSlice', name: 'legacy' });
const label = { label: 'tier', value: 'front' };

describe('what people type to take back what stands', () => {
  it.each([
    ['uncordon-node', node, {}, 'kubectl uncordon n1 && kubectl annotate node n1 nightshift.io/cordoned-'],
    ['restore-endpoint', pod, label, 'kubectl -n web label pod web-1 tier=front nightshift.io/out-of-service-'],
    ['restore-endpoint', slice, {}, 'kubectl -n web edit endpointslice legacy'],
    ['restore-endpoint', pod, { ...label, value: 'front; reboot' }, null],
    ['restore-endpoint', pod, { ...label, label: '$(id)' }, null],
    ['restore-endpoint', pod, { ...label, label: '-l' }, null],
    ['restore-replicas', pod, {}, null],
  ] satisfies readonly (readonly [ActionName, ...unknown[]])[])(
    'for %s of %s with %j',
    (action, target, settings, line) => {
      expect(byHand({ action, target, settings })).toBe(line);
    },
  );

  it('is nothing for what is in no cluster', () => {
    expect(byHand({ action: 'uncordon-node', target: 'host/n1' })).toBeNull();
  });
});
