import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import type { PodTroubleName } from '../../../stack/kubernetes/stages/pod-troubles.ts';
import type { NodeTroubleName } from '../../../stack/kubernetes/stages/node-stages.ts';
import {
  aClaim,
  aConfigMap,
  aDisruptionBudget,
  anAutoscaler,
  aQuota,
  aSecret,
  aService,
  aStorageClass,
  aVolume,
} from '../../support/kubernetes/objects/objects.ts';
import { aPod } from '../../support/kubernetes/objects/pods.ts';
import { nameOf, podsOf, sayOfAutoscaler, strikeNode, strikePod } from '../../support/kubernetes/troubles.ts';
import { addNodes, useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { aCronJob, aDaemonSet, aDeployment, aJob, aStatefulSet } from '../../support/kubernetes/objects/workloads.ts';

const cluster = useControlPlane({ nodes: 1, tolerationSeconds: 2 });
const soon = { timeout: 20_000, interval: 100 };

async function statusOf(name: string) {
  const { core, namespace } = cluster;
  return (await core.readNamespacedPod({ name, namespace })).status;
}

async function firstContainer(name: string): Promise<V1ContainerStatus | undefined> {
  return (await statusOf(name))?.containerStatuses?.[0];
}

async function conditionOf(name: string, wanted: string) {
  return (await statusOf(name))?.conditions?.find(({ type }) => type === wanted);
}

function isReady({ status }: V1Pod): boolean {
  return status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
}

const crashed = (reason: string, exitCode: number) => ({
  ready: false,
  restartCount: 5,
  state: { waiting: { reason: 'CrashLoopBackOff', message: expect.stringMatching(/^back-off 40s restarting/) } },
  lastState: { terminated: { reason, exitCode, finishedAt: expect.any(Date) } },
});

const waiting = (reason: string, message: RegExp) => ({
  ready: false,
  restartCount: 0,
  state: { waiting: { reason, message: expect.stringMatching(message) } },
});

describe('a pod', () => {
  it.each<{ trouble: PodTroubleName; phase: string; container: object; event: string }>([
    { trouble: 'crash-loop', phase: 'Running', container: crashed('Error', 1), event: 'BackOff' },
    { trouble: 'oom-killed', phase: 'Running', container: crashed('OOMKilled', 137), event: 'BackOff' },
    {
      trouble: 'oom-restarted',
      phase: 'Running',
      container: { ready: true, restartCount: 1, lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } } },
      event: 'OOMKilling',
    },
    {
      trouble: 'unready',
      phase: 'Running',
      container: { ready: false, started: true, state: { running: { startedAt: expect.any(Date) } } },
      event: 'Unhealthy',
    },
    {
      trouble: 'err-image-pull',
      phase: 'Pending',
      container: waiting('ErrImagePull', /"registry\.test\/sick:1"/),
      event: 'Failed',
    },
    {
      trouble: 'image-pull-back-off',
      phase: 'Pending',
      container: waiting('ImagePullBackOff', /^Back-off pulling image "registry\.test\/sick:1"/),
      event: 'Failed',
    },
    {
      trouble: 'config-error',
      phase: 'Pending',
      container: waiting('CreateContainerConfigError', /^configmap "settings" not found$/),
      event: 'Failed',
    },
    {
      trouble: 'volume-missing',
      phase: 'Pending',
      container: { ready: false, state: { waiting: { reason: 'ContainerCreating' } } },
      event: 'FailedMount',
    },
  ])('suffers from $trouble as a real one does, and heals', async ({ trouble, phase, container, event }) => {
    await cluster.create(aPod({ name: 'sick', trouble }));

    await expect.poll(async () => (await statusOf('sick'))?.phase, soon).toBe(phase);
    await expect.poll(() => firstContainer('sick'), soon).toMatchObject(container);
    const { core, namespace } = cluster;
    const told = async () => (await core.listNamespacedEvent({ namespace })).items.map(({ reason }) => reason);
    await expect.poll(told, soon).toContain(event);

    await strikePod(cluster, 'sick', undefined);
    await expect.poll(() => firstContainer('sick'), soon).toMatchObject({ ready: true, state: { running: {} } });
  });

  it('falls sick while it runs, in the container that is named, and ends again and again', async () => {
    const containers = ['app', 'proxy'].map((name) => ({ name, image: 'registry.test/x:1' }));
    await cluster.create(aPod({ name: 'two', containers }));
    await expect.poll(() => firstContainer('two'), soon).toMatchObject({ ready: true });

    await strikePod(cluster, 'two', 'crash-loop', {
      container: 'proxy',
      'exit-code': '3',
      restarts: '7',
      'restart-every': '1s',
    });

    const proxy = async () => (await statusOf('two'))?.containerStatuses?.find(({ name }) => name === 'proxy');
    await expect.poll(async () => (await proxy())?.restartCount ?? 0, soon).toBeGreaterThan(8);
    expect(await proxy()).toMatchObject({ lastState: { terminated: { exitCode: 3 } } });
    expect((await statusOf('two'))?.containerStatuses?.find(({ name }) => name === 'app')).toMatchObject({
      ready: true,
      restartCount: 0,
    });
  });

  it('waits for a node that has room', async () => {
    await cluster.create(aPod({ name: 'big', container: { resources: { requests: { cpu: '64' } } } }));

    await expect
      .poll(() => conditionOf('big', 'PodScheduled'), soon)
      .toMatchObject({
        status: 'False',
        reason: 'Unschedulable',
        message: expect.stringContaining('Insufficient cpu'),
      });
  });

  it('stays where it is deleted and does not end', async () => {
    const { core, namespace } = cluster;
    await cluster.create(aPod({ name: 'stuck', trouble: 'never-ends' }), aPod({ name: 'gone' }));
    await expect.poll(() => firstContainer('stuck'), soon).toMatchObject({ ready: true });

    for (const name of ['stuck', 'gone']) await core.deleteNamespacedPod({ name, namespace });

    await expect
      .poll(async () => (await core.listNamespacedPod({ namespace })).items.map(nameOf), soon)
      .toEqual(['stuck']);
    await strikePod(cluster, 'stuck', undefined);
    await expect.poll(async () => (await core.listNamespacedPod({ namespace })).items, soon).toEqual([]);
  });
});

describe('a workload', () => {
  it('is stuck in a bad rollout until it is rolled back', async () => {
    const { apps, namespace } = cluster;
    const deployment = { progressDeadlineSeconds: 2 };
    await cluster.create(aDeployment({ deployment }));
    const web = () => apps.readNamespacedDeployment({ name: 'web', namespace });
    await expect.poll(async () => (await web()).status?.availableReplicas, soon).toBe(2);
    const good = (await web()).spec?.template;

    const bad = aDeployment({ deployment, image: 'registry.test/web:2', trouble: 'crash-loop' });
    await apps.replaceNamespacedDeployment({ name: 'web', namespace, body: bad });
    const progressing = async () => (await web()).status?.conditions?.find(({ type }) => type === 'Progressing');
    await expect.poll(progressing, soon).toMatchObject({ status: 'False', reason: 'ProgressDeadlineExceeded' });
    const duringRollout = (await web()).status;

    const body = [{ op: 'replace', path: '/spec/template', value: good }];
    await apps.patchNamespacedDeployment({ name: 'web', namespace, body });

    expect(duringRollout).toMatchObject({ availableReplicas: 2, updatedReplicas: 1, unavailableReplicas: 1 });
    await expect.poll(async () => (await web()).status, soon).toMatchObject({ updatedReplicas: 2, readyReplicas: 2 });
  });

  it('is a Job that fails, or one that hangs', async () => {
    const { batch, namespace } = cluster;
    await cluster.create(
      aJob({ name: 'bad', trouble: 'fails', details: { 'exit-code': '2' } }),
      aJob({ name: 'endless', trouble: 'hangs' }),
    );

    const job = async (name: string) => (await batch.readNamespacedJob({ name, namespace })).status;
    await expect
      .poll(() => job('bad'), soon)
      .toMatchObject({
        failed: 1,
        conditions: expect.arrayContaining([
          expect.objectContaining({ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' }),
        ]),
      });
    await expect.poll(() => job('endless'), soon).toMatchObject({ active: 1, ready: 1 });
    const [pod] = (await cluster.core.listNamespacedPod({ namespace, labelSelector: 'job-name=bad' })).items;
    expect(pod?.status?.containerStatuses?.[0]?.state?.terminated).toMatchObject({ exitCode: 2, reason: 'Error' });
  });

  it('is of every other kind, with its budget and its volume', async () => {
    const { apps, core, namespace, policy } = cluster;
    await cluster.create(
      aStatefulSet(),
      aDaemonSet(),
      aDisruptionBudget({ name: 'store', minAvailable: 2 }),
      aStorageClass({ name: namespace }),
      aVolume({ name: namespace, storageClass: namespace }),
      aClaim({ storageClass: namespace }),
    );

    const store = () => apps.readNamespacedStatefulSet({ name: 'store', namespace });
    const agent = () => apps.readNamespacedDaemonSet({ name: 'agent', namespace });
    const budget = () => policy.readNamespacedPodDisruptionBudget({ name: 'store', namespace });
    const claim = () => core.readNamespacedPersistentVolumeClaim({ name: 'data', namespace });
    await expect.poll(async () => (await store()).status?.readyReplicas, soon).toBe(2);
    await expect.poll(async () => (await agent()).status?.numberReady, soon).toBe(1);
    await expect
      .poll(async () => (await budget()).status, soon)
      .toMatchObject({ currentHealthy: 2, disruptionsAllowed: 0 });
    await expect.poll(async () => (await claim()).status?.phase, soon).toBe('Bound');
    const [pod] = await podsOf(cluster, 'store');
    const name = nameOf(pod ?? {});
    const evicting = core.createNamespacedPodEviction({ name, namespace, body: { metadata: { name, namespace } } });
    await expect(evicting).rejects.toMatchObject({ code: 429 });
  });
});

describe('a namespace', () => {
  it('has a Service whose endpoints are the pods that are ready', async () => {
    await cluster.create(aDeployment(), aService(), aService({ name: 'by-hand', app: null }));

    const addresses = async (service: string) => {
      const labelSelector = `kubernetes.io/service-name=${service}`;
      const { items } = await cluster.discovery.listNamespacedEndpointSlice({
        namespace: cluster.namespace,
        labelSelector,
      });
      return items.flatMap(({ endpoints }) => endpoints ?? []).filter(({ conditions }) => conditions?.ready);
    };
    await expect.poll(() => addresses('web'), soon).toHaveLength(2);
    await strikePod(cluster, nameOf((await podsOf(cluster, 'web'))[0] ?? {}), 'unready');
    await expect.poll(() => addresses('web'), soon).toHaveLength(1);
    expect(await addresses('by-hand')).toEqual([]);
  });

  it('has a quota that counts and refuses', async () => {
    const { apps, core, namespace } = cluster;
    await cluster.create(aQuota({ pods: '1', secrets: '5', 'count/cronjobs.batch': '3' }));
    const quota = async () => (await core.readNamespacedResourceQuota({ name: 'quota', namespace })).status;
    await expect.poll(async () => (await quota())?.hard, soon).toHaveProperty('pods', '1');

    await cluster.create(aDeployment(), aConfigMap({ color: 'blue' }), aSecret({ password: 'x' }), aCronJob());

    await expect
      .poll(async () => (await quota())?.used, soon)
      .toMatchObject({ pods: '1', secrets: '1', 'count/cronjobs.batch': '1' });
    const web = async () => (await apps.readNamespacedDeployment({ name: 'web', namespace })).status?.conditions;
    await expect
      .poll(web, soon)
      .toContainEqual(expect.objectContaining({ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate' }));
  });

  it('has an autoscaler that says what a test has it say', async () => {
    const { autoscaling, namespace } = cluster;
    await cluster.create(aDeployment(), anAutoscaler());
    const name = 'web';

    await sayOfAutoscaler(cluster, name, { currentReplicas: 4, desiredReplicas: 4 });

    const { status } = await autoscaling.readNamespacedHorizontalPodAutoscaler({ name, namespace });
    expect(status).toMatchObject({
      currentReplicas: 4,
      conditions: expect.arrayContaining([
        expect.objectContaining({ type: 'ScalingLimited', status: 'True', reason: 'TooManyReplicas' }),
      ]),
    });
  });
});

describe('a node', () => {
  it.each<{ trouble: NodeTroubleName; condition: object; taint: string }>([
    { trouble: 'memory-pressure', condition: { type: 'MemoryPressure', status: 'True' }, taint: 'memory-pressure' },
    { trouble: 'disk-pressure', condition: { type: 'DiskPressure', status: 'True' }, taint: 'disk-pressure' },
    { trouble: 'pid-pressure', condition: { type: 'PIDPressure', status: 'True' }, taint: 'pid-pressure' },
    {
      trouble: 'network-unavailable',
      condition: { type: 'NetworkUnavailable', status: 'True' },
      taint: 'network-unavailable',
    },
    { trouble: 'not-ready', condition: { type: 'Ready', status: 'False' }, taint: 'not-ready' },
    { trouble: 'unreachable', condition: { type: 'Ready', status: 'Unknown' }, taint: 'unreachable' },
  ])('says that it suffers from $trouble, is tainted, and recovers', async ({ trouble, condition, taint }) => {
    const { core } = cluster;
    const node = () => core.readNode({ name: 'node-1' });

    await strikeNode(cluster, 'node-1', trouble);
    const key = `node.kubernetes.io/${taint}`;
    await expect
      .poll(async () => (await node()).spec?.taints, soon)
      .toContainEqual(expect.objectContaining({ key, effect: 'NoSchedule' }));
    await expect
      .poll(async () => (await node()).status?.conditions, soon)
      .toContainEqual(expect.objectContaining(condition));

    await strikeNode(cluster, 'node-1', undefined);
    await expect.poll(async () => (await node()).spec?.taints, soon).toBeUndefined();
  });

  it('that does not answer keeps its pods until it is back, while others take their place', async () => {
    const prefix = cluster.namespace;
    await addNodes(cluster, 2, prefix);
    const affinity = {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            {
              matchExpressions: [
                { key: 'kubernetes.io/hostname', operator: 'In', values: [`${prefix}-1`, `${prefix}-2`] },
              ],
            },
          ],
        },
      },
    };
    await cluster.create(aDeployment({ spec: { affinity } }));
    const ready = async () => (await podsOf(cluster, 'web')).filter(isReady);
    await expect.poll(ready, soon).toHaveLength(2);
    const lost = (await ready())[0]?.spec?.nodeName ?? '';

    await strikeNode(cluster, lost, 'unreachable');

    const there = async () => (await podsOf(cluster, 'web')).filter(({ spec }) => spec?.nodeName === lost);
    await expect
      .poll(async () => (await there()).every(({ metadata }) => metadata?.deletionTimestamp), soon)
      .toBe(true);
    await expect.poll(ready, soon).toHaveLength(2);
    expect((await there()).length).toBeGreaterThan(0);
    await strikeNode(cluster, lost, undefined);
    await expect.poll(there, soon).toEqual([]);
  });
});
