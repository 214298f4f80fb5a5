import { describe, expect, it } from 'vitest';
import { checks } from '../../../../activities/checks/index.ts';
import type { FoundObject } from '../../../../activities/described/clusters.ts';
import { aCluster } from '../../../support/kubernetes/builders.ts';
import { servicesHere } from '../../../support/hosts/services-here.ts';

const target = 'kubernetes/shop/shop/Job/report';

/** A Job, which has failed unless another end is given. */
function aJob(name: string, end: 'Failed' | 'Complete' | null = 'Failed') {
  const labels = name === 'report' ? {} : { 'nightshift.io/rerun-of': 'report' };
  const conditions = end === null ? [] : [{ type: end, status: 'True', reason: 'BackoffLimitExceeded' }];
  return { metadata: { name, namespace: 'shop', uid: name, labels }, status: { conditions } };
}

/** Asks of a failed Job whether its work is done, in a namespace with these Jobs. */
function ask(others: readonly ReturnType<typeof aJob>[], isWhole: boolean) {
  const items = [aJob('report'), ...others];
  const api = { get: async () => items[0], list: async () => ({ items, isWhole }) };
  const ref = { cluster: 'shop', namespace: 'shop', kind: 'Job', name: 'report' };
  const object = { ...ref, api, definition: aCluster() } as unknown as FoundObject;
  const check = 'job-work-done';
  return checks[check]({ check, target }, { ...servicesHere(), findObject: () => object });
}

describe('job-work-done', () => {
  it.each([
    ['nobody has run it again', [], true, { health: 'unhealthy', summary: 'there is no later run of it' }],
    ['a run is not over', [aJob('again', null)], true, { health: 'unhealthy', summary: 'again has not ended yet' }],
    ['a run has done it', [aJob('again', 'Complete')], true, { health: 'healthy', summary: 'has done its work' }],
    ['one run is enough', [aJob('again', 'Complete')], false, { health: 'healthy', summary: 'has done its work' }],
    ['one may be among those that were not read', [], false, { health: 'unknown', summary: 'too many Jobs' }],
    ['one may be there besides', [aJob('again')], false, { health: 'unknown', summary: 'too many Jobs' }],
  ])('where %s', async (_what, others, isWhole, { health, summary }) => {
    const answer = await ask(others, isWhole);

    expect(answer).toEqual({ health, summary: expect.stringContaining(summary) as unknown });
  });

  it('does not wait for a run that has failed as well', async () => {
    const answer = await ask([aJob('again')], true);

    expect(answer).toEqual({
      health: 'unhealthy',
      summary: 'its work is not done: the later run again has failed (BackoffLimitExceeded)',
      isFinal: true,
    });
  });
});
