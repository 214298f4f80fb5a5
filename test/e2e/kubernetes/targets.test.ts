import type { V1Pod } from '@kubernetes/client-node';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { clusterDirectory } from '../../../activities/described/clusters.ts';
import { createResolvingActivities } from '../../../activities/kubernetes/resolving.ts';
import { openCluster } from '../../../clients/kubernetes/open-cluster.ts';
import type { Labels } from '../../../model/alert/alert.ts';
import { begin, emptyLedger, recurrenceOf, settle } from '../../../model/guard/ledger.ts';
import type { FoundTarget } from '../../../model/kubernetes/targets/found-target.ts';
import { objectTarget } from '../../../model/kubernetes/object.ts';
import { meantBy } from '../../../model/meant-target.ts';
import { aCluster } from '../../support/kubernetes/builders.ts';
import { aCronJob, aDaemonSet, aDeployment, aJob, aStatefulSet } from '../../support/kubernetes/objects/workloads.ts';
import { useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { aClaim } from '../../support/played/played-guard.ts';

const cluster = useControlPlane({ accounts: [{ name: 'stranger' }] });
const within = { timeout: 30_000, interval: 100 };
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** What is found for an alert, by the labels that it has. */
function find(labels: Labels, file?: string, timeoutMs?: number): Promise<FoundTarget> {
  return findAll([labels], file, timeoutMs);
}

/** What is found for alerts of one incident. */
async function findAll(
  all: readonly Labels[],
  file = cluster.plane.kubeconfigFile,
  timeoutMs = 5_000,
): Promise<FoundTarget> {
  const definition = aCluster({ access: { kind: 'kubeconfig', file, context: null }, timeoutMs });
  const api = openCluster(definition);
  closing.push(() => api.close());
  const activities = createResolvingActivities({ findObject: clusterDirectory([{ definition, api }]) });
  const alerts = all.map((labels) => ({ labels: { cluster: 'shop', namespace: cluster.namespace, ...labels } }));
  const target = alerts.map((alert) => meantBy(alert, [])?.target)[0] ?? '';
  return activities.resolveTarget({ target, alerts });
}

/** The target of an object in the namespace of the test. */
const targetOf = (kind: string, name: string): string =>
  objectTarget({ cluster: 'shop', namespace: cluster.namespace, kind, name });

/** The first pod of an app that is not among those known already. */
async function aPodOf(
  app: string,
  known: readonly string[] = [],
): Promise<{ readonly name: string; readonly uid: string }> {
  return vi.waitFor(async () => {
    const { items } = await cluster.core.listNamespacedPod({
      namespace: cluster.namespace,
      labelSelector: `app=${app}`,
    });
    const pod = items.find(({ metadata }) => !known.includes(metadata?.name ?? ''))?.metadata;
    if (!pod?.name || !pod.uid) throw new Error(`no pod of ${app} yet`);
    return { name: pod.name, uid: pod.uid };
  }, within);
}

const aBarePod = (name: string): V1Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'main', image: 'main:1' }], terminationGracePeriodSeconds: 0 },
});

describe('what an alert about a pod means', () => {
  it('is its Deployment', async () => {
    await cluster.create(aDeployment());
    const { name: pod } = await aPodOf('web');

    const found = await find({ alertname: 'KubePodCrashLooping', pod });

    expect(found).toEqual({ found: 'object', target: targetOf('Deployment', 'web'), words: null });
  });

  it.each([
    ['StatefulSet', 'store', aStatefulSet],
    ['DaemonSet', 'agent', aDaemonSet],
    ['Job', 'report', aJob],
  ])('is its %s', async (kind, app, make) => {
    await cluster.create<object>(make());
    const { name: pod } = await aPodOf(app);

    const found = await find({ alertname: 'KubePodNotReady', pod });

    const words = `Pod ${pod} belongs to ${kind} ${app}`;
    expect(found).toEqual({ found: 'object', target: targetOf(kind, app), words });
  });

  it('is itself where nothing controls it', async () => {
    await cluster.create(aBarePod('alone'));

    const found = await find({ alertname: 'KubePodNotReady', pod: 'alone' });

    expect(found).toEqual({ found: 'object', target: targetOf('Pod', 'alone'), words: null });
  });

  it('is itself where it is called like one of a Deployment that is not there', async () => {
    const pod = 'import-bcdfgh2456-x2x4z';
    await cluster.create(aBarePod(pod));

    const found = await find({ alertname: 'KubePodNotReady', pod });

    expect(found).toEqual({
      found: 'object',
      target: targetOf('Pod', pod),
      words: `Deployment import belongs to Pod ${pod}`,
    });
  });

  it('is nothing where it is gone, which is not healthy', async () => {
    const found = await find({ alertname: 'KubePodNotReady', pod: 'gone' });

    expect(found).toEqual({
      found: 'nothing',
      words: expect.stringContaining('Pod gone is not there any more: that it is gone does not mean that all is well'),
    });
  });

  it('is nothing where another one has its name', async () => {
    await cluster.create(aBarePod('twice'));

    const found = await find({
      alertname: 'KubePodNotReady',
      pod: 'twice',
      uid: 'ffffffff-0000-0000-0000-000000000000',
    });

    expect(found).toEqual({
      found: 'nothing',
      words: 'Pod twice is not there any more: there is another one of the same name',
    });
  });

  it('stays the same when the pod is deleted and made anew under another name, so that the ledger counts it again', async () => {
    await cluster.create(aDaemonSet());
    const first = await aPodOf('agent');
    const before = await find({ alertname: 'KubePodNotReady', pod: first.name, uid: first.uid });
    const { items } = await cluster.core.listNamespacedPod({
      namespace: cluster.namespace,
      labelSelector: 'app=agent',
    });
    await cluster.core.deleteNamespacedPod({ name: first.name, namespace: cluster.namespace });
    const next = await aPodOf(
      'agent',
      items.map(({ metadata }) => metadata?.name ?? ''),
    );

    const after = await find({ alertname: 'KubePodNotReady', pod: next.name, uid: next.uid });

    if (before.found !== 'object' || after.found !== 'object') throw new Error('nothing was found');
    const claim = aClaim(before.target, { id: 'first' });
    const ledger = settle(begin(emptyLedger, claim, 1), 'first', 'verified', 2);
    expect(next.name).not.toBe(first.name);
    expect(recurrenceOf(ledger, after.target)).toMatchObject({ target: targetOf('DaemonSet', 'agent') });
  });
});

describe('what an alert about something else means', () => {
  it('is the CronJob of a Job', async () => {
    const cronJob = await cluster.create(aCronJob());
    const { uid = '' } =
      (await cluster.batch.readNamespacedCronJob({ name: 'nightly', namespace: cluster.namespace })).metadata ?? {};
    const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: 'nightly', uid, controller: true };
    await cluster.create({
      ...(aJob({ name: 'nightly-29456789' }) as object),
      metadata: { name: 'nightly-29456789', ownerReferences: [owner] },
    });

    const found = await find({ alertname: 'KubeJobFailed', job_name: 'nightly-29456789' });

    expect(cronJob.kind).toBe('CronJob');
    expect(found).toEqual({
      found: 'object',
      target: targetOf('CronJob', 'nightly'),
      words: 'Job nightly-29456789 belongs to CronJob nightly',
    });
  });

  it.each([
    ['a node', { alertname: 'KubeNodeNotReady', namespace: '', node: 'node-1' }, 'kubernetes/shop/-/Node/node-1'],
    ['the cluster as a whole', { alertname: 'KubeAPIDown' }, 'kubernetes/shop/-/Cluster/cluster'],
  ])('is %s', async (_what, labels, target) => {
    expect(await find(labels)).toEqual({ found: 'object', target, words: null });
  });

  it('is its namespace where it names nothing else', async () => {
    const found = await find({ alertname: 'Slow' });

    expect(found).toMatchObject({ found: 'object', target: targetOf('Namespace', cluster.namespace) });
  });
});

describe('nobody knows what an alert means', () => {
  it('whose pods belong to different things', async () => {
    const pods = ['import-bcdfgh2456-x2x4z', 'import-bcdfgh2456-zzzz2'];
    for (const pod of pods) await cluster.create(aBarePod(pod));

    const found = await findAll(pods.map((pod) => ({ alertname: 'KubePodNotReady', pod })));

    expect(found).toEqual({
      found: 'several',
      words: `the pods of the alerts belong to Pod ${pods[0]} and Pod ${pods[1]}`,
    });
  });

  it.each([
    [
      'of an undescribed cluster',
      { cluster: 'elsewhere', pod: 'web-0' },
      'no cluster in the configuration is called elsewhere',
    ],
    ['with the way up', { pod: '../../kube-system/pods/dns' }, 'names no object that a cluster could have'],
    ['with 300 characters', { pod: 'x'.repeat(300) }, 'names no object that a cluster could have'],
    ['in a namespace with the way up', { namespace: '..', pod: 'web-0' }, 'names no object that a cluster could have'],
  ])('%s', async (_what, labels, words) => {
    expect(await find(labels)).toEqual({ found: 'nothing', words: expect.stringContaining(words) });
  });

  it('which the account may not see', async () => {
    const found = await find({ deployment: 'web' }, await cluster.plane.kubeconfigOf('stranger'));

    expect(found).toEqual({
      found: 'nothing',
      words: `cluster shop, get deployments.apps ${cluster.namespace}/web: the account may not get deployments.apps: its role lacks that right`,
    });
  });

  it('while the API server is away, but then it is asked again', async () => {
    await cluster.create(aDeployment());
    await cluster.plane.apiServer.kill();

    const away = await find({ deployment: 'web' }, undefined, 1_000).catch((error: unknown) => error);
    await cluster.plane.apiServer.start();
    const back = await find({ deployment: 'web' });

    expect(away).toMatchObject({ type: 'ClusterUnavailable', nonRetryable: false });
    expect(back).toMatchObject({ found: 'object', target: targetOf('Deployment', 'web') });
  });
});
