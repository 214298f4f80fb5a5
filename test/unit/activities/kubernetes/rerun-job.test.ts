import { describe, expect, it } from 'vitest';
import { actions } from '../../../../activities/actions/index.ts';
import type { FoundObject } from '../../../../activities/described/clusters.ts';
import { aCluster } from '../../../support/kubernetes/builders.ts';
import { servicesHere } from '../../../support/hosts/services-here.ts';

const ref = { cluster: 'shop', namespace: 'shop', kind: 'Job', name: 'report' };
const job = {
  metadata: { name: 'report', namespace: 'shop', uid: 'uid-1' },
  status: { conditions: [{ type: 'Failed', status: 'True' }] },
};

/** A failed Job in a namespace of which only a part of the Jobs is read, and what is made there. */
function aCrowdedNamespace() {
  const made: string[] = [];
  const api = {
    get: async () => job,
    list: async () => ({ items: [job], isWhole: false }),
    create: async () => made.push('a Job'),
  };
  const object = { ...ref, api, definition: aCluster() } as unknown as FoundObject;
  return { made, deps: { ...servicesHere(), findObject: () => object } };
}

describe('rerun-job', () => {
  it('runs nothing again where a later run may be among the Jobs that were not read', async () => {
    const { made, deps } = aCrowdedNamespace();
    const rerun = actions['rerun-job'];
    const target = 'kubernetes/shop/shop/Job/report';

    const result = await rerun.perform(target, deps, await rerun.observe(target, deps));

    expect(result).toEqual({
      result: 'failed',
      summary: 'there are too many Jobs to know whether a later run does its work',
    });
    expect(made).toEqual([]);
  });
});
