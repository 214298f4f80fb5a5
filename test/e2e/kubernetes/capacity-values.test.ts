import { setTimeout as sleep } from 'node:timers/promises';
import { PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { mebibyte } from '../../../model/kubernetes/quantity.ts';
import type { ActionName } from '../../../model/names.ts';
import type { Settings } from '../../../model/remediation/plan.ts';
import { actingOn, actor } from '../../support/kubernetes/acting-on-objects.ts';
import { anAutoscaler } from '../../support/kubernetes/objects/objects.ts';
import { useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { aDaemonSet, aDeployment, aStatefulSet } from '../../support/kubernetes/objects/workloads.ts';

const cluster = useControlPlane({ accounts: [{ name: actor }] });
const soon = { timeout: 20_000 };
const asMerge = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);

const limited = { container: { resources: { limits: { memory: '256Mi', cpu: '10m' } } } };

interface Value {
  readonly action: ActionName;
  readonly kind: 'Deployment' | 'HorizontalPodAutoscaler';
  readonly settings: Settings;
  readonly make: () => Promise<unknown>;
  /** The value, as people would read it off the object. */
  readonly read: () => Promise<unknown>;
  readonly before: unknown;
  readonly after: unknown;
  /** What somebody else makes of it. */
  readonly meddle: () => Promise<unknown>;
  readonly meddled: unknown;
  readonly remove: () => Promise<unknown>;
}

const web = () => ({ name: 'web', namespace: cluster.namespace });
const deployment = async () => (await cluster.apps.readNamespacedDeployment(web())).spec;
const patchDeployment = (spec: object) => cluster.apps.patchNamespacedDeployment({ ...web(), body: { spec } }, asMerge);
const available = async () => (await cluster.apps.readNamespacedDeployment(web())).status?.availableReplicas;
const settled = async (make: Promise<unknown>) => {
  await make;
  await expect.poll(available, soon).toBe(2);
};

const values: readonly Value[] = [
  {
    action: 'scale-workload',
    kind: 'Deployment',
    settings: { replicas: '3' },
    make: () => cluster.create(aDeployment()),
    read: async () => (await deployment())?.replicas,
    before: 2,
    after: 3,
    meddle: () => patchDeployment({ replicas: 5 }),
    meddled: 5,
    remove: () => cluster.apps.deleteNamespacedDeployment(web()),
  },
  {
    action: 'raise-autoscaler-max',
    kind: 'HorizontalPodAutoscaler',
    settings: { max: '5' },
    make: () => cluster.create(anAutoscaler()),
    read: async () => (await cluster.autoscaling.readNamespacedHorizontalPodAutoscaler(web())).spec?.maxReplicas,
    before: 4,
    after: 5,
    meddle: () =>
      cluster.autoscaling.patchNamespacedHorizontalPodAutoscaler(
        { ...web(), body: { spec: { maxReplicas: 9 } } },
        asMerge,
      ),
    meddled: 9,
    remove: () => cluster.autoscaling.deleteNamespacedHorizontalPodAutoscaler(web()),
  },
  {
    action: 'raise-memory-limit',
    kind: 'Deployment',
    settings: { container: 'app', bytes: String(384 * mebibyte) },
    make: () => settled(cluster.create(aDeployment(limited))),
    read: async () => (await deployment())?.template.spec?.containers[0]?.resources,
    before: { limits: { memory: '256Mi', cpu: '10m' } },
    after: { limits: { memory: '384Mi', cpu: '10m' }, requests: { memory: '256Mi' } },
    meddle: () =>
      patchDeployment({
        template: {
          spec: {
            containers: [{ name: 'app', image: 'registry.test/web:2', resources: { limits: { memory: '1Gi' } } }],
          },
        },
      }),
    meddled: { limits: { memory: '1Gi' } },
    remove: () => cluster.apps.deleteNamespacedDeployment(web()),
  },
];

describe.each(values)('$action', ({ action, kind, settings, make, read, before, after, meddle, meddled, remove }) => {
  async function planned() {
    await make();
    const acting = await actingOn(cluster);
    const plan = () => acting.plan(action, acting.target(kind, 'web'), settings);
    return { acting, plan, step: await plan() };
  }

  it('changes the value, says so afterwards, and gives it back', async () => {
    const { acting, step } = await planned();
    await acting.allow(action);
    const unheard = await step.didHappen();

    const done = await step.perform();
    const changed = await read();
    const [heard, twice] = [await step.didHappen(), await step.perform()];
    const undone = await step.undo();
    const undoneTwice = await step.undo();

    expect([unheard, heard, await step.wasUndone()]).toEqual(['no', 'yes', 'yes']);
    expect(done).toMatchObject({ result: 'done' });
    expect(changed).toEqual(after);
    expect(twice).toMatchObject({ result: 'failed', summary: expect.stringContaining('changed meanwhile') as unknown });
    expect([undone.result, undoneTwice.result]).toEqual(['done', 'done']);
    expect(await read()).toEqual(before);
  });

  it('touches nothing that was changed after the plan was made', async () => {
    const { acting, step } = await planned();
    await acting.allow(action);
    await meddle();

    const result = await step.perform();

    expect(result).toMatchObject({
      result: 'failed',
      summary: expect.stringContaining('changed meanwhile') as unknown,
    });
    expect(await read()).toEqual(meddled);
  });

  it('touches no other object of the same name', async () => {
    const { acting, step } = await planned();
    await acting.allow(action);
    await remove();
    await make();

    const [result, happened] = [await step.perform(), await step.didHappen()];

    expect(result).toMatchObject({ result: 'failed', summary: expect.stringContaining('uid was') as unknown });
    expect(happened).toBe('unknown');
    expect(await read()).toEqual(before);
  });

  it('does not give back what somebody else has changed since', async () => {
    const { acting, step } = await planned();
    await acting.allow(action);
    await step.perform();
    await meddle();

    const result = await step.undo();

    expect(result).toMatchObject({ result: 'failed', summary: expect.stringContaining('left as it is') as unknown });
    expect(await read()).toEqual(meddled);
  });

  it('says what its account lacks, and changes nothing', async () => {
    const { step } = await planned();

    const result = await step.perform();

    expect(result.result).toBe('failed');
    expect(result.summary).toMatch(/may not get .*deploy\/kubernetes/);
    expect(await read()).toEqual(before);
  });
});

describe('a value of an object', () => {
  it.each([
    ['scale-workload', 'Deployment', { replicas: '21' }, 'the cap of 1 to 20'],
    ['scale-workload', 'Deployment', { replicas: '0' }, 'the cap of 1 to 20'],
    ['scale-workload', 'Deployment', { replicas: '-1' }, 'is no number of replicas'],
    ['raise-memory-limit', 'Deployment', { container: 'app', bytes: String(5_000 * mebibyte) }, 'above the cap of 4Gi'],
    ['raise-memory-limit', 'Deployment', { container: 'app', bytes: String(128 * mebibyte) }, 'would not raise'],
    ['raise-memory-limit', 'Deployment', { container: 'proxy', bytes: String(512 * mebibyte) }, 'no container proxy'],
    ['raise-autoscaler-max', 'HorizontalPodAutoscaler', { max: '21' }, 'above the cap of 20'],
    ['raise-memory-limit', 'Deployment', { container: 'app', bytes: String(385 * mebibyte) }, 'more than one step'],
    ['raise-autoscaler-max', 'HorizontalPodAutoscaler', { max: '3' }, 'would not raise it'],
    ['raise-autoscaler-max', 'HorizontalPodAutoscaler', { max: '6' }, 'more than one step'],
  ] as const)('is not changed by %s of a %s to %j', async (action, kind, settings, words) => {
    await (kind === 'Deployment' ? settled(cluster.create(aDeployment(limited))) : cluster.create(anAutoscaler()));
    const acting = await actingOn(cluster);
    await acting.allow(action);

    const result = await (await acting.plan(action, acting.target(kind, 'web'), settings)).perform();

    expect(result).toMatchObject({ result: 'failed', summary: expect.stringContaining(words) as unknown });
  });

  it('is not scaled where an autoscaler decides', async () => {
    await cluster.create(aDeployment(), anAutoscaler({ name: 'web' }));
    const acting = await actingOn(cluster);
    await acting.allow('scale-workload');

    const step = await acting.plan('scale-workload', acting.target('Deployment', 'web'), { replicas: '3' });

    expect(await step.perform()).toMatchObject({
      result: 'failed',
      summary: expect.stringContaining('the autoscaler web decides') as unknown,
    });
  });

  it('is not changed in a protected namespace, and no memory where something else sizes the pods', async () => {
    const annotations = { vpaUpdates: 'Pod resources updated by web' };
    await settled(cluster.create(aDeployment({ ...limited, annotations })));
    const settings = { container: 'app', bytes: String(384 * mebibyte) };
    const usual = await actingOn(cluster);
    await usual.allow('raise-memory-limit');
    const strict = await actingOn(cluster, { protectedNamespaces: [cluster.namespace] });

    const target = usual.target('Deployment', 'web');
    const sized = await (await usual.plan('raise-memory-limit', target, settings)).perform();
    const guarded = await (await strict.plan('raise-memory-limit', target, settings)).perform();

    expect(sized.summary).toContain('a VerticalPodAutoscaler decides');
    expect(guarded.summary).toContain('is protected');
    expect([sized.result, guarded.result]).toEqual(['failed', 'failed']);
  });

  it('of other kinds of workloads is changed as well', async () => {
    await cluster.create(aStatefulSet(limited), aDaemonSet(limited));
    const { apps, namespace } = cluster;
    const store = () => apps.readNamespacedStatefulSet({ name: 'store', namespace });
    const agent = () => apps.readNamespacedDaemonSet({ name: 'agent', namespace });
    await expect.poll(async () => (await store()).status?.availableReplicas, soon).toBe(2);
    await expect.poll(async () => (await agent()).status?.numberAvailable, soon).toBe(2);
    const acting = await actingOn(cluster);
    await acting.allow('scale-workload', 'raise-memory-limit');
    const settings = { container: 'app', bytes: String(384 * mebibyte) };

    const results = [
      await (await acting.plan('raise-memory-limit', acting.target('DaemonSet', 'agent'), settings)).perform(),
      await (await acting.plan('scale-workload', acting.target('StatefulSet', 'store'), { replicas: '3' })).perform(),
    ];

    expect(results.map(({ result }) => result)).toEqual(['done', 'done']);
    expect((await store()).spec?.replicas).toBe(3);
    expect((await agent()).spec?.template.spec?.containers[0]?.resources?.limits?.['memory']).toBe('384Mi');
  });

  it('is neither changed nor called unchanged while the API server is away, and is changed when it is back', async () => {
    await cluster.create(aDeployment());
    const acting = await actingOn(cluster, { timeoutMs: 1_000 });
    await acting.allow('scale-workload');
    const target = acting.target('Deployment', 'web');
    const step = await acting.plan('scale-workload', target, { replicas: '3' });
    await cluster.plane.apiServer.kill();
    const away = sleep(20_000);

    const result = await step.perform();
    const happened = step.didHappen();
    const observed = acting.plan('scale-workload', target, { replicas: '3' });

    await expect(happened).rejects.toMatchObject({ type: 'ClusterUnavailable', nonRetryable: false });
    await expect(observed).rejects.toMatchObject({ type: 'ClusterUnavailable', nonRetryable: false });
    expect(result.result).toBe('failed');
    await away;
    await cluster.plane.apiServer.start();
    await expect.poll(() => step.didHappen().catch(String), soon).toBe('no');
    expect(await step.perform()).toMatchObject({ result: 'done' });
    expect(await step.didHappen()).toBe('yes');
  });
});
