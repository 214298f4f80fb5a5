import { setTimeout as sleep } from 'node:timers/promises';
import type { V1CronJob, V1Job } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { actingOn, actor } from '../../support/kubernetes/acting-on-objects.ts';
import { nameOf } from '../../support/kubernetes/troubles.ts';
import { useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { aCronJob, aJob } from '../../support/kubernetes/objects/workloads.ts';
import { servicesHere } from '../../support/hosts/services-here.ts';

const cluster = useControlPlane({ accounts: [{ name: actor }] });
const soon = { timeout: 20_000 };
const fails = { trouble: 'fails', details: { 'exit-code': '3' } } as const;

/** Makes a Job, a run of a CronJob if there is one, and waits for its end. */
async function ended(job: V1Job, cronJob?: V1CronJob): Promise<V1Job> {
  const { batch, namespace } = cluster;
  const name = job.metadata?.name ?? '';
  const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: 'nightly', uid: cronJob?.metadata?.uid ?? '' };
  if (cronJob) Object.assign(job.metadata ?? {}, { ownerReferences: [{ ...owner, controller: true }] });
  await cluster.create(job);
  const read = () => batch.readNamespacedJob({ name, namespace });
  await expect.poll(async () => (await read()).status?.conditions?.map(({ type }) => type), soon).toSatisfy(isEnd);
  return read();
}

const isEnd = (types?: readonly string[]) => types?.some((type) => type === 'Failed' || type === 'Complete') === true;

const jobs = async () => {
  const { items } = await cluster.batch.listNamespacedJob({ namespace: cluster.namespace });
  return items.toSorted((one, other) => nameOf(one).localeCompare(nameOf(other)));
};

/** A run that has failed, of a CronJob that does not run by itself, and one after it. */
async function aFailedRun(later: V1Job | null) {
  const cronJob = aCronJob();
  Object.assign(cronJob.spec ?? {}, { schedule: '0 3 1 1 *', suspend: true, failedJobsHistoryLimit: 5 });
  const made = await cluster.create(cronJob);
  await ended(aJob({ name: 'nightly-1', ...fails }), made);
  // The API server knows seconds only.
  if (later) await sleep(1_100);
  if (later) await ended(later, made);
  const acting = await actingOn(cluster);
  return { acting, target: acting.target('Job', 'nightly-1') };
}

describe('delete-failed-job', () => {
  it('deletes a failed run that a later one has made up for, and keeps what it had said', async () => {
    const { acting, target } = await aFailedRun(aJob({ name: 'nightly-2' }));
    const said = ['opening the store', 'password=hunter2secret', 'panic: no such table'];
    await cluster.plane.serveLogs({ namespace: cluster.namespace, containers: { '': { current: said } } });
    await acting.allow('delete-failed-job');
    const step = await acting.plan('delete-failed-job', target);
    const [state, before] = [await acting.look('job-state', target), await step.didHappen()];

    const result = await step.perform();

    await expect.poll(async () => (await jobs()).map(nameOf), soon).toEqual(['nightly-2']);
    expect(state).toMatchObject({
      health: 'unhealthy',
      summary: expect.stringContaining('nightly-2 has succeeded') as unknown,
    });
    expect(result).toMatchObject({ result: 'done' });
    expect([before, await step.didHappen()]).toEqual(['no', 'yes']);
    const kept = await acting.evidence();
    expect(kept).toContain('panic: no such table');
    expect(kept).not.toContain('hunter2secret');
    const cronJob = await acting.look('cron-job-state', acting.target('CronJob', 'nightly'));
    expect(cronJob).toMatchObject({ health: 'healthy' });
    expect(await acting.look('job-work-done', target)).toMatchObject({ health: 'unknown' });
  });

  it.each([
    ['there is no later run', null],
    ['the later run has failed too', aJob({ name: 'nightly-2', ...fails })],
  ])('deletes nothing where %s', async (_why, later) => {
    const { acting, target } = await aFailedRun(later);
    await acting.allow('delete-failed-job');

    const result = await (await acting.plan('delete-failed-job', target)).perform();

    expect(result).toMatchObject({ result: 'failed', summary: 'no later run of the CronJob nightly has succeeded' });
    expect((await jobs()).map(nameOf)).toContain('nightly-1');
  });

  it('deletes nothing whose logs cannot be kept, nothing without the right, and no namesake', async () => {
    const { acting, target } = await aFailedRun(aJob({ name: 'nightly-2' }));
    const step = await acting.plan('delete-failed-job', target);

    const forbidden = await step.perform();
    await acting.allow('delete-failed-job');
    const careless = await actingOn(cluster, {}, servicesHere().evidence);
    const unkept = await (await careless.plan('delete-failed-job', target)).perform();
    await cluster.batch.deleteNamespacedJob({
      name: 'nightly-1',
      namespace: cluster.namespace,
      propagationPolicy: 'Background',
    });
    await expect.poll(async () => (await jobs()).map(nameOf), soon).toEqual(['nightly-2']);
    await ended(aJob({ name: 'nightly-1', ...fails }));
    const namesake = await step.perform();

    expect(forbidden.summary).toMatch(/may not get jobs.*deploy\/kubernetes/);
    expect(unkept.summary).toContain('nothing was deleted');
    expect(namesake.summary).toContain('uid was');
    expect([forbidden, unkept, namesake].map(({ result }) => result)).toEqual(['failed', 'failed', 'failed']);
    expect((await jobs()).map(nameOf)).toEqual(['nightly-1', 'nightly-2']);
  });
});

/** A Job that has failed, and the plan to run it again. */
async function aFailedJob(details = {}) {
  await ended(aJob({ ...fails, details: { ...fails.details, ...details } }));
  const acting = await actingOn(cluster);
  await acting.allow('rerun-job', 'withdraw-job');
  const target = acting.target('Job', 'report');
  return { acting, target, step: await acting.plan('rerun-job', target) };
}

describe('rerun-job', () => {
  it('runs the same once more, however often it is told to', async () => {
    const { acting, step, target } = await aFailedJob({ 'run-for': '3s' });
    const before = await step.didHappen();

    const first = await step.perform();
    const second = await step.perform();

    const [old, made] = await jobs();
    expect([first.result, before, await step.didHappen()]).toEqual(['done', 'no', 'yes']);
    expect(second).toMatchObject({
      result: 'failed',
      summary: expect.stringContaining('changed meanwhile') as unknown,
    });
    expect(await jobs()).toHaveLength(2);
    expect(made?.metadata?.name).toMatch(/^report-[0-9a-f]{8}$/);
    expect(made?.spec?.template.spec?.containers).toEqual(old?.spec?.template.spec?.containers);
    expect(made?.metadata?.labels?.['nightshift.io/rerun-of']).toBe(old?.metadata?.uid);
    expect(await acting.look('job-work-done', target)).toMatchObject({ health: 'unhealthy' });
  });

  it('is proven by the run that succeeds', async () => {
    const { acting, step, target } = await aFailedJob();
    // Whatever made the first one fail is gone.
    await step.perform();
    const { batch, namespace } = cluster;
    const name = step.undoSettings['job'] ?? '';
    await expect.poll(async () => (await batch.readNamespacedJob({ name, namespace })).status?.failed, soon).toBe(1);
    const failedAgain = await acting.look('job-state', target);
    const tooLate = await step.undo();

    const again = aJob({ name: 'report-again' });
    Object.assign(again.metadata ?? {}, { labels: { 'nightshift.io/rerun-of': step.facts['uid'] ?? '' } });
    await ended(again);

    expect(failedAgain.summary).toContain('failed again when it was run again');
    expect(tooLate).toMatchObject({ result: 'failed', summary: expect.stringContaining('has ended') as unknown });
    expect(await acting.look('job-work-done', target)).toMatchObject({ health: 'healthy' });
  });

  it('is taken back while the run has not ended, and no namesake with it', async () => {
    const { step } = await aFailedJob({ 'run-for': '3s' });
    await step.perform();
    const [, made] = await jobs();
    const name = nameOf(made ?? {});

    const undone = await step.undo();

    await expect.poll(async () => (await jobs()).map(nameOf), soon).toEqual(['report']);
    const again = await step.undo();
    await cluster.create(aJob({ name, details: { 'run-for': '60s' } }));
    const namesake = await step.undo();
    expect(undone).toMatchObject({ result: 'done' });
    expect(again.summary).toContain('nothing had to be taken back');
    expect(namesake).toMatchObject({ result: 'failed', summary: expect.stringContaining('is not the run') as unknown });
    expect((await jobs()).map(nameOf)).toContain(name);
  });

  it('runs nothing again that has not failed, or without the right', async () => {
    await ended(aJob());
    const acting = await actingOn(cluster);
    const step = await acting.plan('rerun-job', acting.target('Job', 'report'));

    const forbidden = await step.perform();
    await acting.allow('rerun-job');
    const succeeded = await step.perform();

    expect(forbidden.summary).toMatch(/may not get jobs.*deploy\/kubernetes/);
    expect(succeeded.summary).toContain('has not failed');
    expect(await jobs()).toHaveLength(1);
  });
});
