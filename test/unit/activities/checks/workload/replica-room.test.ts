import { describe, expect, it } from 'vitest';
import { checks } from '../../../../../activities/checks/index.ts';
import type { FoundObject } from '../../../../../activities/described/clusters.ts';
import { servicesHere } from '../../../../support/hosts/services-here.ts';
import { aCluster } from '../../../../support/kubernetes/builders.ts';

/** Looks at a workload with so many replicas, of a cluster with a cap of ten. */
function look(replicas: number | undefined, kind = 'Deployment', scaledBy: readonly string[] = []) {
  const items = scaledBy.map((name) => ({ metadata: { name }, spec: { scaleTargetRef: { kind, name: 'web' } } }));
  const api = { get: async () => ({ spec: { replicas } }), list: async () => ({ items, isWhole: true }) };
  const cluster = aCluster();
  const definition = { ...cluster, caps: { ...cluster.caps, replicas: { least: 1, most: 10 } } };
  const object = { cluster: 'shop', namespace: 'shop', kind, name: 'web', api, definition };
  const check = 'replica-room';
  const deps = { ...servicesHere(), findObject: () => object as unknown as FoundObject };
  return checks[check]({ check, target: `kubernetes/shop/shop/${kind}/web` }, deps);
}

describe('replica-room', () => {
  it.each([
    [4, '6'],
    [1, '2'],
    [undefined, '2'],
    [9, '10'],
  ])('has room for a step above %s replicas: %s', async (replicas, next) => {
    const { health, facts } = await look(replicas);

    expect(health).toBe('healthy');
    expect(facts).toEqual({ value: String(replicas ?? 1), next });
  });

  it.each([
    ['at the cap', () => look(10), 'the cap is 10'],
    ['for what people have stopped', () => look(0), 'people have stopped it'],
    ['where an autoscaler decides', () => look(4, 'StatefulSet', ['web-hpa']), 'the autoscaler web-hpa decides'],
  ])('has none %s', async (_where, ask, words) => {
    const { health, summary, facts } = await ask();

    expect(health).toBe('unhealthy');
    expect(summary).toContain(words);
    expect(facts).toBeUndefined();
  });

  it('is unknown of what is not scaled', async () => {
    expect(await look(4, 'DaemonSet')).toMatchObject({ health: 'unknown' });
  });
});
