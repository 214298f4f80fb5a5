import { setTimeout as sleep } from 'node:timers/promises';
import type { V1CronJob, V1Job } from '@kubernetes/client-node';
import { PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, it, vi } from 'vitest';
import { castVote } from '../../../clients/temporal/operators/votes.ts';
import { follow } from '../../../demo/follow.ts';
import type { IncidentRecord } from '../../../model/incident/incident.ts';
import { objectTarget } from '../../../model/kubernetes/object.ts';
import type { Ballot } from '../../../model/remediation/vote.ts';
import { untilReady } from '../../support/kubernetes/network-scene.ts';
import { openClusterScene } from '../../support/kubernetes/nodes/cluster-scene.ts';
import {
  aClaim,
  anAutoscaler,
  aQuota,
  aService,
  aStorageClass,
  aVolume,
} from '../../support/kubernetes/objects/objects.ts';
import { nameOf, podsOf, strikePod } from '../../support/kubernetes/troubles.ts';
import { measurePods } from '../../support/kubernetes/usage.ts';
import type { Cluster } from '../../support/kubernetes/use-control-plane.ts';
import { aNamespaceOfItsOwn, useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { aCronJob, aDeployment, aJob } from '../../support/kubernetes/objects/workloads.ts';

const cluster = useControlPlane({ autoscales: true });
const soon = { timeout: 60_000, interval: 100 };
const asMerge = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
// It goes down again after a few seconds, and not after five minutes.
const quick = { scaleDown: { stabilizationWindowSeconds: 5 } };
let scene: Awaited<ReturnType<typeof openClusterScene>>;

beforeAll(async () => {
  scene = await openClusterScene(cluster, {
    cluster: { caps: { autoscalerMost: 5 } },
    policy: {
      verification: { within: '20s', hold: '1s', checks: 2 },
      guard: { parallel: 20, storm: { targets: 100 } },
    },
  });
});
afterAll(() => scene.close());

const isOver = ({ outcome }: IncidentRecord): boolean => outcome !== null;
const isAsking = (record: IncidentRecord): boolean => record.approval !== null || isOver(record);
const textsOf = ({ timeline }: IncidentRecord) => timeline.entries.map(({ text }) => text);

/** A namespace of a test's own, in which one object is sick. */
async function aPlace(kind: string, name: string) {
  const place = await aNamespaceOfItsOwn(cluster);
  const { namespace } = place;
  const target = objectTarget({ cluster: 'test', namespace, kind, name });
  const until = async (isSo: (record: IncidentRecord) => boolean): Promise<IncidentRecord> => {
    const record = await follow(scene, { target }, isSo, { withinMs: 90_000 });
    if (!record) throw new Error(`the incident of ${target} did not come to what was wanted`);
    return record;
  };
  return {
    place,
    at: { namespace, name },
    alert: (alertname: string, labels: Readonly<Record<string, string>>) =>
      scene.alert({ alertname, namespace, ...labels }),
    until,
    asked: () => until(isAsking),
    end: () => until(isOver),
    /** Votes by all of these on what an incident waits for; its repair is locked on what the target was found to be. */
    vote: async ({ target: locked, approval }: IncidentRecord, ballot: Ballot, ...voters: readonly string[]) => {
      for (const by of voters)
        await castVote(scene.client, locked ?? target, ballot, { code: approval?.code ?? '', by, comment: '' });
    },
  };
}

/** Waits for something that throws until it is so. */
const patiently = <Seen>(look: () => Promise<Seen>) => vi.waitFor(look, soon);

const jobsIn = async ({ batch, namespace }: Cluster) => {
  const { items } = await batch.listNamespacedJob({ namespace });
  return items.toSorted((one, other) => nameOf(one).localeCompare(nameOf(other)));
};

/** Waits for the end of a Job. */
async function untilEnded(place: Cluster, name: string): Promise<void> {
  await patiently(async () => {
    const { status } = await place.batch.readNamespacedJob({ name, namespace: place.namespace });
    if (!status?.conditions?.some(({ type }) => type === 'Failed' || type === 'Complete')) throw new Error('not yet');
  });
}

/** Makes a run of a CronJob, and waits for its end. */
async function aRun(place: Cluster, cronJob: V1CronJob, job: V1Job): Promise<void> {
  const { name = '', uid = '' } = cronJob.metadata ?? {};
  Object.assign(job.metadata ?? {}, {
    ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name, uid, controller: true }],
  });
  await place.create(job);
  await untilEnded(place, nameOf(job));
}

const fails = (code: string) => ({ trouble: 'fails', details: { 'exit-code': code } }) as const;

/** The pod of a Job that goes on for ever, until it is told how to end. */
async function endRunOf(place: Cluster, job: string, trouble: 'fails' | undefined): Promise<void> {
  const pod = await patiently(async () => {
    const { items } = await place.core.listNamespacedPod({
      namespace: place.namespace,
      labelSelector: `batch.kubernetes.io/job-name=${job}`,
    });
    const [first] = items;
    if (!first) throw new Error('no pod yet');
    return nameOf(first);
  });
  await strikePod(place, pod, trouble, trouble ? { 'exit-code': '3' } : {});
}

/** An autoscaler that wants more than its maximum, because each of its pods is busy. */
async function anAutoscalerAt(max: number) {
  const spot = await aPlace('HorizontalPodAutoscaler', 'web');
  const { place, at } = spot;
  const measure = (cpu: string) => measurePods(place, 'web', { cpu, memory: '64Mi' });
  const read = () => place.autoscaling.readNamespacedHorizontalPodAutoscaler(at);
  const untilItWantsMore = () =>
    patiently(async () => {
      await measure('200m');
      const { status } = await read();
      if (!status?.conditions?.some(({ reason }) => reason === 'TooManyReplicas')) throw new Error('not yet');
    });
  const resources = { requests: { cpu: '100m' } };
  await place.create(
    aDeployment({ replicas: max, container: { resources } }),
    anAutoscaler({ maxReplicas: max, behavior: quick }),
  );
  await untilReady(place, 'web', max);
  await untilItWantsMore();
  return {
    ...spot,
    measure,
    max: async () => (await read()).spec?.maxReplicas,
    untilItWantsMore,
    read,
    begin: () => spot.alert('KubeHpaMaxedOut', { horizontalpodautoscaler: 'web' }),
  };
}

/** A claim of 10 GiB that fills up. */
async function aBoundClaim(expands: boolean) {
  const spot = await aPlace('PersistentVolumeClaim', 'data');
  const { place, at } = spot;
  const name = `disk-${place.namespace}`;
  const made = [
    aStorageClass({ name, expands }),
    aVolume({ name, storageClass: name }),
    aClaim({ storageClass: name }),
  ] as const;
  await place.create(...made);
  const read = () => place.core.readNamespacedPersistentVolumeClaim(at);
  await patiently(async () => {
    if ((await read()).status?.phase !== 'Bound') throw new Error('not bound yet');
  });
  await spot.alert('KubePersistentVolumeFillingUp', { persistentvolumeclaim: 'data', severity: 'critical' });
  return { ...spot, size: async () => (await read()).spec?.resources?.requests?.['storage'] };
}

describe.concurrent('what is short in a cluster', { timeout: 150_000 }, () => {
  describe('an autoscaler at its maximum', () => {
    it('gets its maximum back where a higher one has not helped', async ({ expect }) => {
      const scaler = await anAutoscalerAt(4);
      await scaler.begin();
      await scaler.vote(await scaler.asked(), 'approve', 'ann');
      const record = await scaler.end();

      expect(record.outcome).toMatchObject({ kind: 'undone', reason: 'verification-failed' });
      expect(textsOf(record).join('\n')).toMatch(
        /a maximum of 4 became a maximum of 5\n.*at its maximum of 5.*\n.*became a maximum of 4 again/,
      );
      expect(await scaler.max()).toBe(4);
    });

    it('may ask for more once people agree, which is proven when the load is spread', async ({ expect }) => {
      const scaler = await anAutoscalerAt(4);

      await scaler.begin();
      const asked = await scaler.asked();
      const before = await scaler.max();
      await scaler.vote(asked, 'approve', 'ann');
      await untilReady(scaler.place, 'web', 5);
      await scaler.measure('60m');
      const record = await scaler.end();
      expect(asked.approval).toMatchObject({ quorum: 1, summary: 'raise the maximum from 4 to 5 replicas' });
      expect(before).toBe(4);
      expect(record).toMatchObject({ status: 'resolved', outcome: { kind: 'resolved-by-us' } });
      expect(await scaler.max()).toBe(5);
    });

    it('is left to people where the cap is reached', async ({ expect }) => {
      const scaler = await anAutoscalerAt(5);

      await scaler.begin();
      const record = await scaler.end();

      expect(record.outcome).toMatchObject({ kind: 'nothing-done', reason: 'diagnosis-only' });
      expect(record.outcome?.detail).toMatch(/^it is at its maximum of 5, .*; its maximum has reached the cap of 5$/);
      expect(await scaler.max()).toBe(5);
    });

    it('is another one although it has the same name: it is not touched by what was approved for the first', async ({
      expect,
    }) => {
      const scaler = await anAutoscalerAt(4);
      const { place, at } = scaler;
      await scaler.begin();
      const first = await scaler.asked();
      await place.autoscaling.deleteNamespacedHorizontalPodAutoscaler(at);
      await place.create(anAutoscaler({ behavior: quick }));
      await scaler.untilItWantsMore();

      await scaler.vote(first, 'approve', 'ann');
      const second = await scaler.until((record) => isAsking(record) && record.approval?.code !== first.approval?.code);
      const untouched = await scaler.read();
      await scaler.vote(second, 'deny', 'ann');
      const record = await scaler.end();
      expect(second.approval?.code).not.toBe(first.approval?.code);
      expect(untouched.spec?.maxReplicas).toBe(4);
      expect(untouched.metadata?.annotations ?? {}).toEqual({});
      expect(textsOf(record).join('\n')).toContain('uid was');
      expect(record.outcome).toMatchObject({ kind: 'nothing-done', reason: 'approval-denied' });
    });
  });

  describe('a Job that has failed', () => {
    it('is deleted without asking where a later run has done its work', async ({ expect }) => {
      const { place, alert, end } = await aPlace('Job', 'nightly-1');
      const cronJob = aCronJob();
      Object.assign(cronJob.spec ?? {}, { schedule: '0 3 1 1 *', suspend: true, failedJobsHistoryLimit: 5 });
      const nightly = await place.create(cronJob);
      await aRun(place, nightly, aJob({ name: 'nightly-1', ...fails('3') }));
      // The API server knows seconds only.
      await sleep(1_100);
      await aRun(place, nightly, aJob({ name: 'nightly-2' }));

      await alert('KubeJobFailed', { job_name: 'nightly-1' });
      const record = await end();
      expect(textsOf(record)).toContain(
        'Job nightly-1: it has failed (BackoffLimitExceeded, exit code 3), and the later run nightly-2 has succeeded',
      );
      expect(record).toMatchObject({ status: 'resolved', outcome: { kind: 'resolved-by-us' } });
      expect((await jobsIn(place)).map(nameOf)).toEqual(['nightly-2']);
    });

    it('is run again once people agree, which is proven by the run that succeeds', async ({ expect }) => {
      const { place, alert, asked, end, vote } = await aPlace('Job', 'report');
      await place.create(aJob({ trouble: 'hangs' }));
      await endRunOf(place, 'report', 'fails');
      await untilEnded(place, 'report');

      await alert('KubeJobFailed', { job_name: 'report' });
      const asking = await asked();
      const before = await jobsIn(place);
      await vote(asking, 'approve', 'ann', 'ben');
      const again = await patiently(async () => {
        const [, made] = await jobsIn(place);
        if (!made) throw new Error('it is not run again yet');
        return nameOf(made);
      });
      await endRunOf(place, again, undefined);
      const record = await end();
      expect(asking.approval).toMatchObject({
        quorum: 2,
        summary: 'run Job report again: it has failed (BackoffLimitExceeded, exit code 3)',
      });
      expect(before).toHaveLength(1);
      expect(textsOf(record)).toContain('a later run has done its work');
      expect(record).toMatchObject({ status: 'resolved', outcome: { kind: 'resolved-by-us' } });
    });

    it('goes to people where it fails again', async ({ expect }) => {
      const { place, alert, asked, end, vote } = await aPlace('Job', 'report');
      await place.create(aJob(fails('3')));
      await untilEnded(place, 'report');

      await alert('KubeJobFailed', { job_name: 'report' });
      await vote(await asked(), 'approve', 'ann', 'ben');
      const record = await end();
      const [, again] = await jobsIn(place);
      expect(textsOf(record)).toContain(
        `its work is not done: the later run ${nameOf(again ?? {})} has failed (BackoffLimitExceeded)`,
      );
      expect(record.outcome).toMatchObject({ kind: 'escalated', reason: 'verification-failed' });
    });

    it.for([
      ['ends as it always would', 'KubeJobFailed', fails('127'), 'its program is not in its image'],
      ['only runs for long', 'KubeJobNotCompleted', { trouble: 'hangs' }, 'neither completed nor failed yet'],
    ] as const)('is left to people where it %s', async ([, name, pods, words], { expect }) => {
      const { place, alert, end } = await aPlace('Job', 'report');
      await place.create(aJob(pods));
      if (pods.trouble === 'fails') await untilEnded(place, 'report');

      await alert(name, { job_name: 'report' });
      const record = await end();
      expect(record.outcome).toMatchObject({ kind: 'nothing-done', reason: 'diagnosis-only' });
      expect(record.outcome?.detail).toContain(words);
      expect(record.details).toContainEqual(expect.stringMatching(/^begun at /));
      expect(await jobsIn(place)).toHaveLength(1);
    });
  });

  describe('a claim that fills up', () => {
    it('grows by one step once two people agree, which is proven when the volume has grown', async ({ expect }) => {
      const { place, at, asked, end, size, vote } = await aBoundClaim(true);

      const asking = await asked();
      await vote(asking, 'approve', 'ann');
      const byOne = await size();
      await vote(asking, 'approve', 'ben');
      await expect.poll(size, soon).toBe('12Gi');
      const body = { status: { capacity: { storage: '12Gi' } } };
      await place.core.patchNamespacedPersistentVolumeClaimStatus({ ...at, body }, asMerge);
      const record = await end();

      expect(asking.approval).toMatchObject({ quorum: 2, summary: 'expand the claim from 10Gi to 12Gi, for good' });
      expect(byOne).toBe('10Gi');
      expect(textsOf(record)).toContain('it has all of the 12Gi that it asks for');
      expect(record).toMatchObject({ status: 'resolved', outcome: { kind: 'resolved-by-us' } });
    });

    it('is left to people where its class does not let it grow', async ({ expect }) => {
      const { end, size } = await aBoundClaim(false);

      const record = await end();
      expect(record.outcome).toMatchObject({ kind: 'nothing-done', reason: 'diagnosis-only' });
      expect(record.outcome?.detail).toMatch(/does not let it grow; room has to be made in it, or its data moved$/);
      expect(await size()).toBe('10Gi');
    });
  });

  it('a quota that is used up is left to people, who hear whom it holds up', async ({ expect }) => {
    const { place, alert, end } = await aPlace('ResourceQuota', 'quota');
    await place.create(aQuota({ pods: '2' }));
    await patiently(async () => {
      const { status } = await place.core.readNamespacedResourceQuota({ name: 'quota', namespace: place.namespace });
      if (!status?.hard) throw new Error('not counted yet');
    });
    await place.create(aDeployment({ replicas: 4 }));
    await patiently(async () => {
      const { items } = await place.core.listNamespacedEvent({ namespace: place.namespace });
      if (!items.some(({ reason }) => reason === 'FailedCreate')) throw new Error('nothing was refused yet');
    });

    await alert('KubeQuotaFullyUsed', { resourcequota: 'quota', resource: 'pods' });
    const record = await end();
    expect(record.outcome).toMatchObject({ kind: 'nothing-done', reason: 'diagnosis-only' });
    expect(record.outcome?.detail).toMatch(
      /^quota: pods 2 of 2 \(100 %\); ReplicaSet web-\w+ could not make objects within the last hour$/,
    );
    expect(record.details).toContainEqual(expect.stringMatching(/^ReplicaSet web-\w+: .*exceeded quota: quota/));
  });

  describe('a Service whose metrics do not arrive', () => {
    it.for([
      ['its pods are ready: nobody calls it healthy for that', undefined, 'all of 2 pods are ready, but'],
      ['a pod of it is not ready', 'unready', '1 of 2 pods are not ready: web-'],
    ] as const)('is left to people where %s', async ([, trouble, words], { expect }) => {
      const { place, alert, end } = await aPlace('Service', 'web');
      await place.create(aDeployment(), aService());
      const [sick = ''] = await untilReady(place, 'web', 2);
      await strikePod(place, sick, trouble);
      if (trouble) await untilReady(place, 'web', 1);

      await alert('TargetDown', { service: 'web', job: 'web' });
      const record = await end();
      expect(record).toMatchObject({ runbook: 'cluster-target-down', status: 'escalated' });
      expect(record.outcome).toMatchObject({ kind: 'nothing-done', reason: 'diagnosis-only' });
      expect(record.outcome?.detail).toContain(words);
      expect(record.details).toEqual([...new Set(record.details)]);
      expect((await podsOf(place, 'web')).map(nameOf)).toContain(sick);
    });
  });
});
