import { PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { actingOn, actor } from '../../support/kubernetes/acting-on-objects.ts';
import { aClaim, anAutoscaler, aQuota, aStorageClass, aVolume } from '../../support/kubernetes/objects/objects.ts';
import { useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { aDeployment } from '../../support/kubernetes/objects/workloads.ts';

const cluster = useControlPlane({ accounts: [{ name: actor }] });
const soon = { timeout: 20_000 };
const asMerge = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
const GiB = 1024 ** 3;
const step = { bytes: String(12 * GiB) };

const claim = () => cluster.core.readNamespacedPersistentVolumeClaim({ name: 'data', namespace: cluster.namespace });
const asked = async () => (await claim()).spec?.resources?.requests?.['storage'];

/** A claim of 10 GiB that is bound, in a class of the test's own. */
async function aBoundClaim({ expands = true } = {}) {
  const storageClass = `class-${cluster.namespace}`;
  await cluster.create(
    aStorageClass({ name: storageClass, expands }),
    aVolume({ name: `volume-${cluster.namespace}`, storageClass }),
    aClaim({ storageClass }),
  );
  await expect.poll(async () => (await claim()).status?.phase, soon).toBe('Bound');
  const acting = await actingOn(cluster);
  const target = acting.target('PersistentVolumeClaim', 'data');
  return { acting, target, plan: () => acting.plan('expand-claim', target, step) };
}

/** What the storage does once it was asked to. */
async function grown(storage: string): Promise<void> {
  const place = { name: 'data', namespace: cluster.namespace };
  await cluster.core.patchNamespacedPersistentVolumeClaimStatus(
    { ...place, body: { status: { capacity: { storage } } } },
    asMerge,
  );
}

describe('expand-claim', () => {
  it('asks for one step more, which is proven once the volume has grown', async () => {
    const { acting, target, plan } = await aBoundClaim();
    await acting.allow('expand-claim');
    const planned = await plan();

    const result = await planned.perform();

    const waiting = await acting.look('claim-expanded', target);
    const [heard, again] = [await planned.didHappen(), await planned.perform()];
    await grown('12Gi');
    expect(result).toMatchObject({ result: 'done' });
    expect(await asked()).toBe('12Gi');
    expect([heard, again.result]).toEqual(['yes', 'failed']);
    expect(waiting).toMatchObject({
      health: 'unhealthy',
      summary: expect.stringContaining('a resize is under way') as unknown,
    });
    expect(await acting.look('claim-expanded', target)).toMatchObject({ health: 'healthy' });
  });

  it.each([
    ['its class does not let it grow', { expands: false }, step, 'does not let it grow'],
    ['that is more than a step', {}, { bytes: String(13 * GiB) }, 'beyond a step'],
    ['that would make it smaller', {}, { bytes: String(5 * GiB) }, 'would not expand it'],
    ['that is no number', {}, { bytes: 'all of it' }, 'would not expand it'],
  ])('asks for nothing where %s', async (_why, options, settings, words) => {
    const { acting, target } = await aBoundClaim(options);
    await acting.allow('expand-claim');

    const result = await (await acting.plan('expand-claim', target, settings)).perform();

    expect(result).toMatchObject({ result: 'failed', summary: expect.stringContaining(words) as unknown });
    expect(await asked()).toBe('10Gi');
  });

  it('asks for nothing without the right, or when it was resized meanwhile', async () => {
    const { acting, plan } = await aBoundClaim();
    const planned = await plan();
    const forbidden = await planned.perform();
    await acting.allow('expand-claim');
    const body = { spec: { resources: { requests: { storage: '11Gi' } } } };
    await cluster.core.patchNamespacedPersistentVolumeClaim(
      { name: 'data', namespace: cluster.namespace, body },
      asMerge,
    );

    const changed = await planned.perform();

    expect(forbidden.summary).toMatch(/may not get persistentvolumeclaims.*deploy\/kubernetes/);
    expect(changed.summary).toContain('changed meanwhile');
    expect(await asked()).toBe('11Gi');
  });
});

describe('a look at capacity', () => {
  it('tells what is used up of a quota, and what was refused for it', async () => {
    await cluster.create(aQuota({ pods: '1' }), aDeployment({ replicas: 2 }));
    const acting = await actingOn(cluster);
    const target = acting.target('ResourceQuota', 'quota');

    const look = () => acting.look('quota-state', target);

    await expect
      .poll(async () => (await look()).summary, soon)
      .toMatch(/quota: pods 1 of 1 \(100 %\); ReplicaSet web-\w+ could not make objects/);
    const { health, details } = await look();
    expect(health).toBe('unhealthy');
    expect(details?.join(' ')).toContain('exceeded quota');
    expect(await acting.look('quota-state', acting.target('Namespace', cluster.namespace))).toMatchObject({ health });
  });

  it('tells whose memory ran out, and what a container may use', async () => {
    const container = { resources: { limits: { memory: '256Mi' } } };
    await cluster.create(
      aDeployment({ container, trouble: 'oom-killed' }),
      aDeployment({ name: 'free', trouble: 'oom-restarted' }),
    );
    const acting = await actingOn(cluster);

    const look = (name: string) => acting.look('memory-limits', acting.target('Deployment', name));

    await expect.poll(async () => (await look('web')).health, soon).toBe('unhealthy');
    await expect.poll(async () => (await look('free')).health, soon).toBe('unhealthy');
    const web = await look('web');
    expect(web.summary).toBe('the container app was killed at its own limit of 256Mi');
    expect(web.details).toEqual([expect.stringMatching(/^app: limit 256Mi, request none, usage not measured, killed/)]);
    expect(web.facts).toMatchObject({ short: 'app', obstacle: '' });
    expect((await look('free')).summary).toContain('has no limit and was killed when its node ran out of memory');
    const headroom = await acting.look('container-memory-headroom', acting.target('Deployment', 'web'));
    expect(headroom).toMatchObject({ health: 'unhealthy' });
  });

  it('tells that an autoscaler is at its maximum, and when it has what it asks for', async () => {
    await cluster.create(aDeployment({ replicas: 4 }), anAutoscaler());
    const acting = await actingOn(cluster);
    const target = acting.target('HorizontalPodAutoscaler', 'web');
    const place = { name: 'web', namespace: cluster.namespace };
    const say = (desiredReplicas: number) =>
      cluster.autoscaling.patchNamespacedHorizontalPodAutoscalerStatus(
        { ...place, body: { status: { currentReplicas: 4, desiredReplicas, conditions: [] } } },
        asMerge,
      );
    await expect
      .poll(async () => (await cluster.apps.readNamespacedDeployment(place)).status?.availableReplicas, soon)
      .toBe(4);
    await say(4);
    const maxedOut = await acting.look('autoscaler-state', target);
    await acting.allow('raise-autoscaler-max');

    await (await acting.plan('raise-autoscaler-max', target, { max: '5' })).perform();

    expect(maxedOut).toMatchObject({ health: 'unhealthy', summary: 'it is at its maximum of 4, 4 of 4 serve' });
    expect(await acting.look('autoscaler-state', target)).toMatchObject({ health: 'healthy' });
    await say(6);
    expect(await acting.look('autoscaler-state', target)).toMatchObject({ health: 'unhealthy' });
  });

  it('says that it cannot tell where there is nothing, and never throws', async () => {
    const acting = await actingOn(cluster);
    const looks = [
      acting.look('memory-limits', acting.target('Deployment', 'web')),
      acting.look('container-memory-headroom', acting.target('Pod', 'web')),
      acting.look('autoscaler-state', acting.target('HorizontalPodAutoscaler', 'web')),
      acting.look('claim-state', acting.target('PersistentVolumeClaim', 'web')),
      acting.look('claim-expanded', acting.target('PersistentVolumeClaim', 'web')),
      acting.look('job-state', acting.target('Job', 'web')),
      acting.look('cron-job-state', acting.target('CronJob', 'web')),
      acting.look('quota-state', acting.target('Namespace', cluster.namespace)),
    ];

    expect((await Promise.all(looks)).map(({ health }) => health)).toEqual(looks.map(() => 'unknown'));
  });
});
