import { describe, expect, it } from 'vitest';
import { checks } from '../../../../activities/checks/index.ts';
import type { FoundObject } from '../../../../activities/described/clusters.ts';
import { aCluster } from '../../../support/kubernetes/builders.ts';
import { servicesHere } from '../../../support/hosts/services-here.ts';

const aQuota = (name: string) => ({ metadata: { name }, status: { hard: { pods: '10' }, used: { pods: '4' } } });

const anEvent = (name: string, message: string) => ({ involvedObject: { kind: 'ReplicaSet', name }, message });

const events = [
  anEvent('web', 'pods "web-1" is forbidden: exceeded quota: large, requested: pods=1'),
  anEvent('web', 'pods "web-2" is forbidden: exceeded quota: large, requested: pods=1'),
  anEvent('api', 'pods "api-1" is forbidden: failed quota: small: must specify limits.cpu for: app'),
  anEvent('job', 'pods "job-1" is forbidden: no such service account'),
];

/** Looks at an object in a namespace with two quotas, which have both refused something. */
function look(kind: string, name: string) {
  const quotas = [aQuota('large'), aQuota('small')];
  const list = async (listed: string) => ({ items: listed === 'Event' ? events : quotas, isWhole: true });
  const object = { cluster: 'shop', namespace: 'shop', kind, name, api: { list }, definition: aCluster() };
  const check = 'quota-state';
  const target = `kubernetes/shop/shop/${kind}/${name}`;
  return checks[check]({ check, target }, { ...servicesHere(), findObject: () => object as unknown as FoundObject });
}

describe('quota-state', () => {
  it.each([
    ['its own refusals of a quota', 'ResourceQuota', 'large', 'ReplicaSet web could not'],
    ['that something lacks what a quota asks for', 'ResourceQuota', 'small', 'ReplicaSet api could not'],
    ['all refusals of a namespace', 'Namespace', 'shop', 'ReplicaSet web, ReplicaSet api could not'],
  ])('tells %s', async (_what, kind, name, words) => {
    const { health, summary } = await look(kind, name);

    expect(health).toBe('unhealthy');
    expect(summary).toBe(`no quota of the namespace is almost full; ${words} make objects within the last hour`);
  });

  it('tells once what somebody was refused again and again', async () => {
    const { details } = await look('ResourceQuota', 'large');

    expect(details).toEqual(['large: pods 4 of 10 (40 %)', expect.stringContaining('ReplicaSet web: pods "web-2"')]);
  });
});
