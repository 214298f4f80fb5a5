import { describe, expect, it } from 'vitest';
import { protectionOf } from '../../../../../model/kubernetes/rights/protection.ts';
import { aCluster } from '../../../../support/kubernetes/builders.ts';

const dns = { namespace: 'kube-system', deployment: 'coredns', servers: [], names: [] };
const pod = 'kubernetes/shop/kube-system/Pod/coredns-5d78c9869d-x2x4z';

describe('what is protected', () => {
  it.each([
    ['anything in kube-system', { action: 'delete-pod', target: 'kubernetes/shop/kube-system/Pod/etcd-0' }],
    ['the namespace itself', { action: 'any', target: 'kubernetes/shop/kube-system/Namespace/kube-system' }],
    ['Nightshift itself', { action: 'rollout-restart', target: 'kubernetes/shop/nightshift/Deployment/worker' }],
    ['the DNS from other actions', { action: 'delete-pod', target: pod }],
    [
      'other pods from those for the DNS',
      { action: 'restart-dns-pod', target: 'kubernetes/shop/kube-system/Pod/etcd-0' },
    ],
    [
      'pods whose names only begin like those of the DNS',
      { action: 'restart-dns-pod', target: 'kubernetes/shop/kube-system/Pod/coredns-autoscaler-5d78c9869d-x2x4z' },
    ],
    [
      'pods that are called so elsewhere',
      { action: 'restart-dns-pod', target: 'kubernetes/shop/kube-public/Pod/coredns-5d78c9869d-x2x4z' },
    ],
  ])('is %s', (_what, doing) => {
    expect(protectionOf(doing, [aCluster({ dns })])).toMatch(/^the namespace \S+ of the cluster shop is protected$/);
  });

  it('is the DNS where nobody described it', () => {
    expect(protectionOf({ action: 'restart-dns-pod', target: pod }, [aCluster()])).not.toBeNull();
  });

  it.each([
    ['other namespaces', { action: 'delete-pod', target: 'kubernetes/shop/web/Pod/web-0' }],
    ['a node', { action: 'cordon-node', target: 'kubernetes/shop/-/Node/node-1' }],
    ['a pod of the described DNS', { action: 'restart-dns-pod', target: pod }],
    ['the described DNS', { action: 'restart-dns-pod', target: 'kubernetes/shop/kube-system/Deployment/coredns' }],
    ['hosts', { action: 'restart-service', target: 'host/kube-system/service/web' }],
  ])('is not %s', (_what, doing) => {
    expect(protectionOf(doing, [aCluster({ dns })])).toBeNull();
  });

  it('is nothing that operators took out of the list', () => {
    const target = 'kubernetes/shop/kube-system/Deployment/web';

    expect(protectionOf({ action: 'any', target }, [aCluster({ protectedNamespaces: [] })])).toBeNull();
  });
});
