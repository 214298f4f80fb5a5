import type { V1Role, V1RoleBinding } from '@kubernetes/client-node';
import { PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { describe, expect, it, vi } from 'vitest';
import { actions } from '../../../activities/actions/index.ts';
import type { ActionName } from '../../../model/names.ts';
import { dutiesIn } from '../../support/kubernetes/duties.ts';
import { aDisruptionBudget } from '../../support/kubernetes/objects/objects.ts';
import { aPod } from '../../support/kubernetes/objects/pods.ts';
import { nameOf, podsOf, strikePod } from '../../support/kubernetes/troubles.ts';
import { useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { aDaemonSet, aDeployment, aStatefulSet } from '../../support/kubernetes/objects/workloads.ts';

const cluster = useControlPlane({ accounts: [{ name: 'reader' }] });
const asStrategicMerge = setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch);
const soon = { timeout: 30_000, interval: 100 };

/** Waits until as many pods of an app are ready, and names them. */
async function readyPods(app: string, count: number): Promise<readonly string[]> {
  return vi.waitFor(async () => {
    const ready = (await podsOf(cluster, app)).filter(
      ({ status, metadata }) =>
        !metadata?.deletionTimestamp &&
        status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
    );
    if (ready.length !== count) throw new Error(`${ready.length} of ${count} pods are ready`);
    return ready.map(nameOf);
  }, soon);
}

async function untilNotReady(name: string): Promise<void> {
  await strikePod(cluster, name, 'unready');
  await vi.waitFor(async () => {
    const { status } = await cluster.core.readNamespacedPod({ name, namespace: cluster.namespace });
    if (status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'))
      throw new Error('is ready');
  }, soon);
}

const deployment = (name = 'web') => cluster.apps.readNamespacedDeployment({ name, namespace: cluster.namespace });

/** Rolls out another image, and waits until its controller has taken it up. */
async function rollOut(image: string, name = 'web'): Promise<void> {
  const body = { spec: { template: { spec: { containers: [{ name: 'app', image }] } } } };
  await cluster.apps.patchNamespacedDeployment({ name, namespace: cluster.namespace, body }, asStrategicMerge);
  await vi.waitFor(async () => {
    const { status, metadata, spec } = await deployment(name);
    if (status?.observedGeneration !== metadata?.generation || status?.updatedReplicas !== spec?.replicas)
      throw new Error('the rollout goes on');
    if (status?.replicas !== spec?.replicas) throw new Error('old pods are there');
  }, soon);
}

const imageOf = async (name = 'web') => (await deployment(name)).spec?.template.spec?.containers[0]?.image;

describe('delete-pod', () => {
  it('replaces the one pod that is not ready', async () => {
    const { act, observe, didHappen, target } = await dutiesIn(cluster);
    await cluster.create(aDeployment({ replicas: 3 }));
    const [sick = ''] = await readyPods('web', 3);
    await untilNotReady(sick);
    const before = await observe('delete-pod', target('Pod', sick));

    const result = await act('delete-pod', target('Pod', sick));

    expect(result).toEqual({ result: 'done', summary: `evicted pod ${sick}; its controller makes another one` });
    expect(await didHappen('delete-pod', target('Pod', sick), before)).toBe('yes');
    expect(await readyPods('web', 3)).not.toContain(sick);
  });

  it('depends on whether the pod is ready, so that one which has recovered is looked at anew', async () => {
    const { observe, target } = await dutiesIn(cluster);
    await cluster.create(aDeployment());
    const [name = ''] = await readyPods('web', 2);
    const ready = await observe('delete-pod', target('Pod', name));
    await untilNotReady(name);

    expect(await observe('delete-pod', target('Pod', name))).toEqual({ ...ready, isReady: 'false' });
  });

  it('touches no pod that has come into being under the same name', async () => {
    const { observe, perform, target, didHappen } = await dutiesIn(cluster);
    await cluster.create(aStatefulSet());
    const [name = ''] = await readyPods('store', 2);
    const before = await observe('delete-pod', target('Pod', name));
    await cluster.core.deleteNamespacedPod({ name, namespace: cluster.namespace, gracePeriodSeconds: 0 });
    await vi.waitFor(async () => {
      const { metadata } = await cluster.core.readNamespacedPod({ name, namespace: cluster.namespace });
      if (metadata?.uid === before['uid']) throw new Error('the same pod');
    }, soon);
    await readyPods('store', 2);
    const { metadata: other } = await cluster.core.readNamespacedPod({ name, namespace: cluster.namespace });

    const result = await perform('delete-pod', target('Pod', name), before);

    expect(result).toMatchObject({ result: 'failed', summary: expect.stringMatching(/^changed meanwhile/) });
    expect(await observe('delete-pod', target('Pod', name))).not.toEqual(before);
    expect(await didHappen('delete-pod', target('Pod', name), before)).toBe('yes');
    const { metadata: after } = await cluster.core.readNamespacedPod({ name, namespace: cluster.namespace });
    expect(after?.uid).toBe(other?.uid);
    expect(after?.deletionTimestamp).toBeUndefined();
  });

  it('is refused by a disruption budget that has no pod to spare', async () => {
    const { act, didHappen, observe, target } = await dutiesIn(cluster);
    await cluster.create(aDeployment(), aDisruptionBudget({ minAvailable: 2 }));
    const [name = ''] = await readyPods('web', 2);
    const before = await observe('delete-pod', target('Pod', name));

    const result = await act('delete-pod', target('Pod', name));

    expect(result).toMatchObject({
      result: 'failed',
      summary: expect.stringMatching(/^a disruption budget has no pod/),
    });
    expect(await didHappen('delete-pod', target('Pod', name), before)).toBe('no');
  });

  it('is refused while a pod beside it is not ready', async () => {
    const { act, target } = await dutiesIn(cluster);
    await cluster.create(aDeployment());
    const [one = '', other = ''] = await readyPods('web', 2);
    await untilNotReady(one);

    const result = await act('delete-pod', target('Pod', other));

    expect(result).toEqual({ result: 'failed', summary: `beside it 1 of 1 pods are not ready: ${one}` });
    expect(await podsOf(cluster, 'web')).toHaveLength(2);
  });

  it('is refused for a pod that nothing would replace', async () => {
    const { act, target } = await dutiesIn(cluster);
    await cluster.create(aPod({ name: 'alone' }));
    await readyPods('alone', 1);

    const result = await act('delete-pod', target('Pod', 'alone'));

    expect(result).toEqual({ result: 'failed', summary: 'nothing would make another pod in place of alone' });
  });
});

describe('undo-rollout', () => {
  it('goes back to the revision before, and its undo to the one that it left', async () => {
    const { act, observe, didHappen, target } = await dutiesIn(cluster);
    const web = target('Deployment', 'web');
    await cluster.create(aDeployment({ image: 'web:1.8', annotations: { 'team/only-old': 'yes' } }));
    await readyPods('web', 2);
    await rollOut('web:1.9');
    const before = await observe('undo-rollout', web, { revision: '1' });
    const undo = actions['undo-rollout'].undoSettings?.(before, { revision: '1' });

    const result = await act('undo-rollout', web, { revision: '1' });
    const rolledBack = await imageOf();
    const happened = await didHappen('undo-rollout', web, before, { revision: '1' });
    const undone = await act('undo-rollout', web, undo);

    expect(result).toEqual({
      result: 'done',
      summary: 'Deployment web goes back from revision 2 to what was revision 1',
    });
    expect(rolledBack).toBe('web:1.8');
    expect(happened).toBe('yes');
    expect(undone.result).toBe('done');
    expect(await imageOf()).toBe('web:1.9');
    expect(await didHappen('undo-rollout', web, {}, undo)).toBe('yes');
  });

  it('takes nothing back where somebody has rolled out something else', async () => {
    const { act, observe, didHappen, target } = await dutiesIn(cluster);
    const web = target('Deployment', 'web');
    await cluster.create(aDeployment({ image: 'web:1.8' }));
    await readyPods('web', 2);
    await rollOut('web:1.9');
    const before = await observe('undo-rollout', web, { revision: '1' });
    const undo = actions['undo-rollout'].undoSettings?.(before, { revision: '1' });
    await act('undo-rollout', web, { revision: '1' });
    await rollOut('web:2.0');

    const undone = await act('undo-rollout', web, undo);

    expect(undone).toEqual({
      result: 'failed',
      summary: 'changed meanwhile, so nothing was touched: it is not as it was left, so nothing is taken back',
    });
    expect(await imageOf()).toBe('web:2.0');
    expect(await didHappen('undo-rollout', web, {}, undo)).toBe('unknown');
  });

  it('touches no rollout that has begun meanwhile', async () => {
    const { observe, perform, target } = await dutiesIn(cluster);
    const web = target('Deployment', 'web');
    await cluster.create(aDeployment({ image: 'web:1.8' }));
    await readyPods('web', 2);
    await rollOut('web:1.9');
    const before = await observe('undo-rollout', web, { revision: '1' });
    await rollOut('web:2.0');

    const result = await perform('undo-rollout', web, before, { revision: '1' });

    expect(result).toMatchObject({ result: 'failed', summary: expect.stringMatching(/^changed meanwhile/) });
    expect(await imageOf()).toBe('web:2.0');
  });

  it('says that a revision is gone', async () => {
    const { act, target } = await dutiesIn(cluster);
    await cluster.create(aDeployment());
    await readyPods('web', 2);

    const result = await act('undo-rollout', target('Deployment', 'web'), { revision: '7' });

    expect(result).toEqual({ result: 'failed', summary: 'it is gone: the cluster does not know revision 7 any more' });
  });

  it.each([
    { kind: 'DaemonSet', made: aDaemonSet({ image: 'agent:1' }), name: 'agent', pods: 2 },
    { kind: 'StatefulSet', made: aStatefulSet({ image: 'store:1' }), name: 'store', pods: 2 },
  ])('goes back for a $kind too', async ({ kind, made, name, pods }) => {
    const { act, api, target } = await dutiesIn(cluster);
    await cluster.create(structuredClone(made));
    await readyPods(name, pods);
    const { namespace } = cluster;
    const of = kind === 'DaemonSet' ? 'DaemonSet' : 'StatefulSet';
    const uid = (await api.get(of, { namespace, name }))?.metadata?.uid ?? '';
    const patch = { metadata: { uid }, spec: { template: { metadata: { annotations: { version: '2' } } } } };
    await api.patch(of, { namespace, name }, patch);
    await vi.waitFor(async () => {
      const { items } = await api.list('ControllerRevision', { namespace });
      if (items.length < 2) throw new Error('its controller has not seen it');
    }, soon);

    const result = await act('undo-rollout', target(kind, name), { revision: '1' });

    expect(result.result).toBe('done');
    const after = await api.get(of, { namespace, name });
    expect(after?.spec?.template?.metadata?.annotations?.['version']).toBeUndefined();
  });
});

describe('restart-rollout', () => {
  it('makes all pods anew, once', async () => {
    const { act, observe, didHappen, target } = await dutiesIn(cluster);
    const web = target('Deployment', 'web');
    await cluster.create(aDeployment());
    const old = await readyPods('web', 2);
    const before = await vi.waitFor(async () => {
      const facts = await observe('restart-rollout', web);
      if (facts['rollout'] !== 'settled') throw new Error('the rollout goes on');
      return facts;
    }, soon);
    const notYet = await didHappen('restart-rollout', web, before);

    const result = await act('restart-rollout', web);

    expect(notYet).toBe('no');
    expect(result).toEqual({ result: 'done', summary: 'Deployment web makes its pods anew' });
    expect(await didHappen('restart-rollout', web, before)).toBe('yes');
    await vi.waitFor(
      async () => expect((await readyPods('web', 2)).filter((name) => old.includes(name))).toEqual([]),
      soon,
    );
  });

  it('is refused while a rollout is paused', async () => {
    const { act, target } = await dutiesIn(cluster);
    await cluster.create(aDeployment({ deployment: { paused: true } }));

    const result = await act('restart-rollout', target('Deployment', 'web'));

    expect(result).toEqual({ result: 'failed', summary: 'its rollout is paused: a restart would mix with it' });
  });
});

const changes: readonly { readonly action: ActionName; readonly on: 'Pod' | 'Deployment' }[] = [
  { action: 'delete-pod', on: 'Pod' },
  { action: 'quarantine-pod', on: 'Pod' },
  { action: 'restart-rollout', on: 'Deployment' },
  { action: 'undo-rollout', on: 'Deployment' },
];

describe('what may be changed', () => {
  it.each(changes)('is nothing in a protected namespace: $action', async ({ action, on }) => {
    const { act, target } = await dutiesIn(cluster, { protectedNamespaces: [cluster.namespace] });
    await cluster.create(aDeployment());
    const [pod = ''] = await readyPods('web', 2);

    const result = await act(action, target(on, on === 'Pod' ? pod : 'web'), { revision: '1' });

    expect(result).toEqual({
      result: 'failed',
      summary: expect.stringMatching(`^the namespace ${cluster.namespace} of the cluster .* is protected$`) as unknown,
    });
  });

  it.each(changes)('is nothing that the account may only read: $action', async ({ action, on }) => {
    await cluster.create(aDeployment());
    const [pod = ''] = await readyPods('web', 2);
    await rollOut('web:2');
    const [after = pod] = await readyPods('web', 2);
    await allowReading();
    const { act, target } = await dutiesIn(cluster, { account: 'reader' });

    const result = await act(action, target(on, on === 'Pod' ? after : 'web'), { revision: '1' });

    expect(result).toMatchObject({
      result: 'failed',
      summary: expect.stringMatching(/may not do this.*deploy\/kubernetes$/),
    });
    expect(await imageOf()).toBe('web:2');
    expect(await readyPods('web', 2)).toContain(after);
  });

  it('is nothing that the account may not even look at, and asking again would not help', async () => {
    const { observe, target } = await dutiesIn(cluster, { account: 'reader' });

    const error = await observe('delete-pod', target('Pod', 'web-1')).catch((reason: unknown) => reason);

    expect(error).toMatchObject({ type: 'UnsafePlan', nonRetryable: true });
  });

  it('is nothing while the API server is away, and that is no answer about the object', async () => {
    const { act, observe, didHappen, target, look } = await dutiesIn(cluster);
    const web = target('Deployment', 'web');
    await cluster.create(aDeployment());
    await readyPods('web', 2);
    const before = await observe('restart-rollout', web);

    await cluster.plane.apiServer.stop();
    const told = await look('workload-health', web);
    const acting = await act('restart-rollout', web).catch((error: unknown) => error);
    const asking = await didHappen('restart-rollout', web, before).catch((error: unknown) => error);
    await cluster.plane.apiServer.start();

    expect(told.health).toBe('unknown');
    expect([acting, asking]).toMatchObject([{ type: 'ClusterUnavailable' }, { type: 'ClusterUnavailable' }]);
    expect(await vi.waitFor(() => didHappen('restart-rollout', web, before), soon)).toBe('no');
  });
});

/** Lets the reader see everything in the namespace of the test. */
async function allowReading(): Promise<void> {
  const group = 'rbac.authorization.k8s.io';
  const verbs = ['get', 'list'];
  const rules = ['', 'apps', 'networking.k8s.io'].map((apiGroup) => ({
    apiGroups: [apiGroup],
    resources: ['*'],
    verbs,
  }));
  const role: V1Role = { apiVersion: `${group}/v1`, kind: 'Role', metadata: { name: 'reading' }, rules };
  const binding: V1RoleBinding = {
    apiVersion: `${group}/v1`,
    kind: 'RoleBinding',
    metadata: { name: 'reading' },
    subjects: [{ apiGroup: group, kind: 'User', name: 'reader' }],
    roleRef: { apiGroup: group, kind: 'Role', name: 'reading' },
  };
  await cluster.create(role, binding);
}
