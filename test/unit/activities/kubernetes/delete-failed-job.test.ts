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

describe('delete-failed-job', () => {
  it('keeps a Job of no CronJob whose work no later run has done', async () => {
    const deleted: string[] = [];
    const api = {
      get: async () => job,
      list: async () => ({ items: [job], isWhole: true }),
      delete: async () => deleted.push('the Job'),
    };
    const object = { ...ref, api, definition: aCluster() } as unknown as FoundObject;
    const deps = { ...servicesHere(), findObject: () => object };
    const target = 'kubernetes/shop/shop/Job/report';
    const deletion = actions['delete-failed-job'];

    const result = await deletion.perform(target, deps, await deletion.observe(target, deps));

    expect(result).toEqual({ result: 'failed', summary: 'no later run of it has succeeded' });
    expect(deleted).toEqual([]);
  });
});
