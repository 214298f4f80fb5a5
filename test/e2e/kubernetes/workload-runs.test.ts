import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Container } from '@kubernetes/client-node';
import { PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { IncidentRecord } from '../../../model/incident/incident.ts';
import { untilReady } from '../../support/kubernetes/network-scene.ts';
import { aQuota } from '../../support/kubernetes/objects/objects.ts';
import type { TroubleDetails } from '../../support/kubernetes/objects/pods.ts';
import { troubled } from '../../support/kubernetes/objects/pods.ts';
import type { RunsScene } from '../../support/kubernetes/runs-scene.ts';
import { onlooker, openRunsScene } from '../../support/kubernetes/runs-scene.ts';
import { nameOf, podsOf, strikePod } from '../../support/kubernetes/troubles.ts';
import type { Cluster } from '../../support/kubernetes/use-control-plane.ts';
import { useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { aDaemonSet, aDeployment, aStatefulSet } from '../../support/kubernetes/objects/workloads.ts';

// Each test waits most of its time, so all of them run at once.
vi.setConfig({ maxConcurrency: 20 });

const cluster = useControlPlane({ accounts: [{ name: onlooker }] });
const asStrategicMerge = setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch);
const soon = { timeout: 30_000, interval: 100 };
/** For so long the API server is away. */
const outageMs = 20_000;
let scene: RunsScene;

beforeAll(async () => {
  scene = await openRunsScene(cluster);
});
afterAll(() => scene.close());

const limited = { container: { resources: { limits: { memory: '64Mi' } } } };

function textsOf({ timeline }: IncidentRecord): string {
  return timeline.entries.map(({ text }) => text).join('\n');
}

function deploymentOf({ apps, namespace }: Cluster) {
  return apps.readNamespacedDeployment({ namespace, name: 'web' });
}

async function limitOf(there: Cluster): Promise<string | undefined> {
  const { spec } = await deploymentOf(there);
  return spec?.template.spec?.containers[0]?.resources?.limits?.['memory'];
}

/** Every pod of an app has ended for want of memory, and was started again. */
async function runOutOfMemory(there: Cluster, count = 2): Promise<string> {
  const [first = '', ...others] = await untilReady(there, 'web', count);
  for (const name of [first, ...others]) await strikePod(there, name, 'oom-restarted');
  await untilKilled(there, count);
  return first;
}

async function untilKilled(there: Cluster, count: number): Promise<void> {
  const killed = async () =>
    (await podsOf(there, 'web')).filter(({ status }) => status?.containerStatuses?.[0]?.lastState?.terminated);
  await vi.waitFor(async () => {
    if ((await killed()).length < count) throw new Error('not all of them were killed yet');
  }, soon);
}

/** The Deployment itself counts so many ready pods, which it does a while after they are. */
async function untilCounted(there: Cluster, count: number): Promise<void> {
  await vi.waitFor(async () => {
    const ready = (await deploymentOf(there)).status?.readyReplicas ?? 0;
    if (ready !== count) throw new Error(`${ready} of ${count} pods are counted as ready`);
  }, soon);
}

async function untilWaiting(there: Cluster, app: string, reason: string): Promise<string> {
  const waiting = async () =>
    (await podsOf(there, app)).find(({ status }) =>
      status?.containerStatuses?.some(({ state }) => state?.waiting?.reason === reason),
    );
  return vi.waitFor(async () => {
    const pod = await waiting();
    if (!pod) throw new Error(`no pod of ${app} waits for ${reason} yet`);
    return nameOf(pod);
  }, soon);
}

/** Rolls out an image that cannot be pulled, to a Deployment that was well. */
async function rollOutMissingImage(there: Cluster): Promise<void> {
  await there.create(aDeployment({ image: 'registry.test/web:1.8' }));
  await untilReady(there, 'web', 2);
  const containers: V1Container[] = [{ name: 'app', image: 'registry.test/web:1.9' }];
  const template = { metadata: { annotations: troubled('image-pull-back-off') }, spec: { containers } };
  const place = { name: 'web', namespace: there.namespace };
  await there.apps.patchNamespacedDeployment({ ...place, body: { spec: { template } } }, asStrategicMerge);
  await untilWaiting(there, 'web', 'ImagePullBackOff');
}

const meshed = {
  containers: [
    { name: 'app', image: 'web:1' },
    { name: 'proxy', image: 'proxy:1' },
  ],
};

/** The proxies of two of three pods are not ready. */
async function loseTwoSidecars(there: Cluster, details: TroubleDetails = {}): Promise<readonly string[]> {
  await there.create(aDeployment({ replicas: 3, ...meshed }));
  const [well = '', ...sick] = await untilReady(there, 'web', 3);
  for (const name of sick) await strikePod(there, name, 'unready', { container: 'proxy', ...details });
  await untilReady(there, 'web', 1);
  return [well, ...sick];
}

describe.concurrent('a container that was killed for want of memory', () => {
  const alertname = 'KubernetesContainerOomKiller';

  it('has more of it once people agree, though the API server is away when they do, and is changed once', async () => {
    const { there, alert, asked, vote, ended } = await scene.story('Deployment', 'web', 'cut-before');
    await there.create(aDeployment(limited));
    const pod = await runOutOfMemory(there);
    await alert({ alertname, pod, container: 'app' });
    const waiting = await asked();
    const before = await deploymentOf(there);
    scene.ways['cut-before'].cut();
    await vote('approve', waiting);
    await sleep(outageMs);
    scene.ways['cut-before'].restore();
    const record = await ended();

    expect(waiting.approval?.summary).toBe('raise the memory limit of app from 64Mi to 96Mi');
    expect(record.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(textsOf(record)).toContain('the container app was killed at its own limit of 64Mi');
    const after = await deploymentOf(there);
    expect(after.metadata?.generation).toBe((before.metadata?.generation ?? 0) + 1);
    expect(await limitOf(there)).toBe('96Mi');
    expect(after.status?.availableReplicas).toBe(2);
  });

  it('gets its limit back where more did not help', async () => {
    const { there, alert, asked, vote, ended } = await scene.story('Deployment', 'web');
    await there.create(aDeployment({ ...limited, trouble: 'oom-restarted' }));
    await untilKilled(there, 2);
    const [pod = ''] = await untilReady(there, 'web', 2);
    await alert({ alertname, pod, container: 'app' });
    await vote('approve', await asked());
    const record = await ended();

    expect(record.outcome).toMatchObject({ kind: 'undone', reason: 'verification-failed' });
    expect(textsOf(record)).toContain('a limit of 96Mi for its container app became a limit of 64Mi');
    expect(await limitOf(there)).toBe('64Mi');
  });

  it('is told to people with the right that is missing, where its limit may not be changed', async () => {
    const { there, alert, asked, vote, ended } = await scene.story('Deployment', 'web', 'looked-at');
    await there.create(aDeployment(limited));
    const pod = await runOutOfMemory(there);
    await alert({ alertname, pod, container: 'app' });
    await vote('approve', await asked());
    const record = await ended();

    expect(record.outcome).toMatchObject({ kind: 'escalated', reason: 'action-failed' });
    expect(record.outcome?.detail).toContain('may not patch deployments.apps: its role lacks that right');
    expect(await limitOf(there)).toBe('64Mi');
  });

  it('without a limit is told to people as what its node ran out for', async () => {
    const { there, alert, ended } = await scene.story('Deployment', 'web');
    await there.create(aDeployment());
    const pod = await runOutOfMemory(there);
    await alert({ alertname, pod, container: 'app' });
    const record = await ended();

    expect(record.outcome).toMatchObject({ kind: 'nothing-done', reason: 'diagnosis-only' });
    expect(record.outcome?.detail).toContain('app has no limit and was killed when its node ran out of memory');
  });
});

describe.concurrent('a container that waits', () => {
  it.each([
    {
      trouble: 'image-pull-back-off',
      reason: 'ImagePullBackOff',
      lacks:
        'the registry does not know this image: its name or its tag is wrong, or it was deleted (ImagePullBackOff of registry.test/web:1)',
    },
    { trouble: 'config-error', reason: 'CreateContainerConfigError', lacks: 'the ConfigMap settings is missing' },
  ] as const)('is told to people with what it lacks: $reason', async ({ trouble, reason, lacks }) => {
    const { there, alert, ended } = await scene.story('Deployment', 'web');
    await there.create(aDeployment({ trouble }));
    const pod = await untilWaiting(there, 'web', reason);
    await alert({ alertname: 'KubeContainerWaiting', pod, container: 'app', reason });
    const record = await ended();

    expect(record.outcome).toMatchObject({ kind: 'nothing-done', reason: 'diagnosis-only' });
    expect(record.outcome?.detail).toContain(lacks);
    expect(record.details?.filter((line) => line.includes('1970'))).toEqual([]);
  });

  it('and has begun meanwhile is left alone', async () => {
    const { there, alert, ended } = await scene.story('Deployment', 'web');
    await there.create(aDeployment());
    const [pod = ''] = await untilReady(there, 'web', 2);
    await untilCounted(there, 2);
    await alert({ alertname: 'KubeContainerWaiting', pod, container: 'app', reason: 'ContainerCreating' });
    const record = await ended();
    expect(record.outcome).toMatchObject({ kind: 'nothing-done', reason: 'already-healthy' });
  });
});

describe.concurrent('a workload that lacks pods', () => {
  it('has the one sick pod of a DaemonSet replaced once people agree', async () => {
    const { there, alert, asked, vote, ended } = await scene.story('DaemonSet', 'agent');
    await there.create(aDaemonSet());
    const [sick = '', well = ''] = await untilReady(there, 'agent', 2);
    await strikePod(there, sick, 'unready');
    await untilReady(there, 'agent', 1);
    await alert({ alertname: 'KubeDaemonSetRolloutStuck', daemonset: 'agent' });
    const waiting = await asked();
    await vote('approve', waiting);
    const record = await ended();
    expect(record.outcome).toMatchObject({ kind: 'resolved-by-us' });
    const names = await untilReady(there, 'agent', 2);
    expect(names).toContain(well);
    expect(names).not.toContain(sick);
  });

  it('for want of quota is told to people with the quota', async () => {
    const { there, alert, ended } = await scene.story('Deployment', 'web');
    await there.create<object>(aQuota({ pods: '1' }), aDeployment({ replicas: 3 }));
    await untilCounted(there, 1);
    await alert({ alertname: 'KubeDeploymentReplicasMismatch', deployment: 'web' });
    const record = await ended();

    expect(record.outcome).toMatchObject({ kind: 'nothing-done', reason: 'diagnosis-only' });
    expect(record.outcome?.detail).toMatch(/1 of 3 pods are ready; pods cannot be made: .* exceeded quota: quota/);
    expect(record.details).toContain('quota quota: pods 1 of 1 used');
  });

  it('of a StatefulSet is told to people with the pod that is not ready', async () => {
    const { there, alert, ended } = await scene.story('StatefulSet', 'store');
    await there.create(aStatefulSet());
    await untilReady(there, 'store', 2);
    await strikePod(there, 'store-1', 'unready');
    await untilReady(there, 'store', 1);
    await alert({ alertname: 'KubeStatefulSetReplicasMismatch', statefulset: 'store' });
    const record = await ended();

    expect(record.outcome).toMatchObject({ kind: 'nothing-done', reason: 'diagnosis-only' });
    expect(record.outcome?.detail).toMatch(
      /1 of 2 pods sick: pod store-1: .*Readiness probe failed: HTTP probe failed/,
    );
    expect(record.details?.filter((line) => line.includes('1970'))).toEqual([]);
  });
});

describe.concurrent('a rollout that is stuck', () => {
  const labels = { alertname: 'KubeDeploymentRolloutStuck', deployment: 'web' };

  it('is rolled back once people agree', async () => {
    const { there, alert, asked, vote, ended } = await scene.story('Deployment', 'web');
    await rollOutMissingImage(there);
    await alert(labels);
    const waiting = await asked();
    await vote('approve', waiting);
    const record = await ended();

    expect(waiting.approval?.summary).toMatch(/back to revision 1: only pods of the new revision are sick$/);
    expect(waiting.details).toContain(
      'changed with revision 2: image of app registry.test/web:1.8 → registry.test/web:1.9',
    );
    expect(record.outcome).toMatchObject({ kind: 'resolved-by-us' });
    const { spec, status } = await deploymentOf(there);
    expect(status?.availableReplicas).toBe(2);
    expect(spec?.template.spec?.containers[0]?.image).toBe('registry.test/web:1.8');
  });

  it('stays as it is where people say no', async () => {
    const { there, alert, asked, vote, ended } = await scene.story('Deployment', 'web');
    await rollOutMissingImage(there);
    await alert(labels);
    const waiting = await asked();
    const before = await deploymentOf(there);
    await vote('deny', waiting);
    const record = await ended();
    expect(record.outcome).toMatchObject({ kind: 'nothing-done', reason: 'approval-denied', detail: 'denied by ann' });
    expect((await deploymentOf(there)).metadata?.generation).toBe(before.metadata?.generation);
  });

  it('with its first revision is told to people', async () => {
    const { there, alert, ended } = await scene.story('Deployment', 'web');
    await there.create(aDeployment({ trouble: 'image-pull-back-off' }));
    await untilWaiting(there, 'web', 'ImagePullBackOff');
    await alert(labels);
    const record = await ended();

    expect(record.outcome).toMatchObject({ kind: 'nothing-done', reason: 'diagnosis-only' });
    expect(record.outcome?.detail).toContain('ImagePullBackOff of registry.test/web:1');
  });
});

describe.concurrent('pods that take no part in the mesh', () => {
  const labels = { alertname: 'D8IstioPodsWithoutIstioSidecar', deployment: 'web' };

  it('are replaced one at a time without asking, each once, though the API server is away in between', async () => {
    const { there, alert, ended } = await scene.story('Deployment', 'web', 'cut-between');
    const [well = '', ...sick] = await loseTwoSidecars(there, { 'stop-after': '3s' });
    await alert(labels);
    const going = async () => (await podsOf(there, 'web')).filter(({ metadata }) => metadata?.deletionTimestamp);
    await vi.waitFor(async () => {
      if ((await going()).length === 0) throw new Error('no pod goes yet');
    }, soon);
    scene.ways['cut-between'].cut();
    await sleep(outageMs);
    scene.ways['cut-between'].restore();
    const record = await ended();
    expect(record.outcome).toMatchObject({ kind: 'resolved-by-us' });
    const ready = await untilReady(there, 'web', 3);
    expect(ready).toContain(well);
    expect(ready.filter((name) => sick.includes(name))).toEqual([]);
    const acted = record.timeline.entries.filter(({ event }) => event === 'acted').map(({ text }) => text);
    expect(acted).toHaveLength(2);
    for (const pod of sick) expect(acted).toContain(`${pod} was evicted, and its replacement is ready`);
  });

  it('because people keep them out are told to people', async () => {
    const { there, alert, ended } = await scene.story('Deployment', 'web');
    await there.create(aDeployment({ annotations: { 'sidecar.istio.io/inject': 'false' } }));
    await untilReady(there, 'web', 2);
    await alert(labels);
    const record = await ended();

    expect(record.outcome).toMatchObject({ kind: 'nothing-done', reason: 'no-plan' });
    expect(record.outcome?.detail).toBe('the pods of web are kept out of the mesh');
  });
});
