import type { V1EndpointSlice } from '@kubernetes/client-node';
import { DiscoveryV1Api, KubeConfig, PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { allow, aNetworkScene, untilReady } from '../../support/kubernetes/network-scene.ts';
import { aService } from '../../support/kubernetes/objects/objects.ts';
import { aPod } from '../../support/kubernetes/objects/pods.ts';
import { podsOf } from '../../support/kubernetes/troubles.ts';
import { useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { aDeployment } from '../../support/kubernetes/objects/workloads.ts';

const cluster = useControlPlane({ accounts: [{ name: 'looker' }] });
const asMerge = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
const soon = { timeout: 20_000, interval: 100 };
const byTier = { service: 'web', label: 'tier', value: 'front' };

function discovery(): DiscoveryV1Api {
  const config = new KubeConfig();
  config.loadFromFile(cluster.plane.kubeconfigFile);
  return config.makeApiClient(DiscoveryV1Api);
}

/** Pods to whom the Service sends requests, as the real endpoint controller has it. */
async function inService(): Promise<readonly string[]> {
  const { namespace } = cluster;
  const { items } = await discovery().listNamespacedEndpointSlice({ namespace });
  return items.flatMap(({ endpoints }) =>
    // Where there are none the API server says null.
    (endpoints ?? []).flatMap(({ conditions, targetRef }) =>
      conditions?.ready === false ? [] : (targetRef?.name ?? []),
    ),
  );
}

/** Three pods behind a Service that selects them by a label more than their Deployment. */
async function aWebShop(): Promise<readonly string[]> {
  const service = aService();
  const selector = { app: 'web', tier: 'front' };
  await cluster.create(aDeployment({ replicas: 3, labels: { tier: 'front' } }), {
    ...service,
    spec: { ...service.spec, selector },
  } as object);
  const pods = await untilReady(cluster, 'web', 3);
  await expect.poll(async () => (await inService()).length, soon).toBe(3);
  return pods;
}

describe('a pod that is taken out of a Service', () => {
  it('gets no requests, stays with its Deployment, and comes back exactly as it was', async () => {
    const [sick = ''] = await aWebShop();
    const scene = await aNetworkScene(cluster);
    const target = scene.targetOf('Pod', sick);
    const labelsNow = async () =>
      (await cluster.core.readNamespacedPod({ name: sick, namespace: cluster.namespace })).metadata?.labels;
    const [labels, facts] = [await labelsNow(), await scene.observe('remove-endpoint', target, byTier)];

    const removed = await scene.perform('remove-endpoint', target, byTier);

    expect(removed).toEqual({
      result: 'done',
      summary: expect.stringContaining('is out of the Service web') as unknown,
    });
    await expect.poll(inService, soon).not.toContain(sick);
    expect(await inService()).toHaveLength(2);
    expect((await podsOf(cluster, 'web')).map(({ metadata }) => metadata?.name)).toContain(sick);
    expect(await untilReady(cluster, 'web', 3)).toHaveLength(3);
    expect(await scene.happened('remove-endpoint', target, facts, byTier)).toBe('yes');
    const again = await scene.takeBack('remove-endpoint', target, facts, byTier);
    expect(again.result).toBe('done');
    expect(await labelsNow()).toEqual(labels);
    await expect.poll(async () => (await inService()).length, soon).toBe(3);
    expect(await scene.happened('remove-endpoint', target, facts, byTier)).toBe('no');
    expect(await scene.takeBack('remove-endpoint', target, facts, byTier)).toMatchObject({ result: 'done' });
  });

  it('stays where its Deployment would lose it, or too few would be left', async () => {
    const [first = '', second = ''] = await aWebShop();
    const scene = await aNetworkScene(cluster);
    await cluster.create(aService({ name: 'plain', app: 'web' }));

    const owned = await scene.perform('remove-endpoint', scene.targetOf('Pod', first), {
      service: 'plain',
      label: 'app',
      value: 'web',
    });
    await scene.perform('remove-endpoint', scene.targetOf('Pod', first), byTier);
    const tooMany = await scene.perform('remove-endpoint', scene.targetOf('Pod', second), byTier);

    expect(owned).toEqual({
      result: 'failed',
      summary: expect.stringContaining('its controller knows it by the same labels') as unknown,
    });
    expect(tooMany).toEqual({
      result: 'failed',
      summary: expect.stringContaining('only 1 of 3 would be left in service') as unknown,
    });
  });

  it('is not touched when it is another one by the time', async () => {
    await aWebShop();
    const [namespace, name] = [cluster.namespace, 'lonely'];
    const lonely = () => cluster.create(aPod({ name, app: 'lonely', labels: { tier: 'front' } }));
    await lonely();
    const scene = await aNetworkScene(cluster);
    const target = scene.targetOf('Pod', name);
    const facts = await scene.observe('remove-endpoint', target, byTier);
    await cluster.core.deleteNamespacedPod({ name, namespace, gracePeriodSeconds: 0 });
    await expect.poll(async () => (await podsOf(cluster, 'lonely')).length, soon).toBe(0);
    await lonely();

    const removed = await scene.perform('remove-endpoint', target, byTier, facts);

    expect(removed).toEqual({ result: 'failed', summary: expect.stringContaining('is another one by now') as unknown });
    expect(await scene.observe('remove-endpoint', target, byTier)).not.toEqual(facts);
    expect(await scene.happened('remove-endpoint', target, facts, byTier)).toBe('unknown');
  });

  it('needs no way back when it has been replaced meanwhile', async () => {
    const [sick = ''] = await aWebShop();
    const scene = await aNetworkScene(cluster);
    const target = scene.targetOf('Pod', sick);
    const facts = await scene.observe('remove-endpoint', target, byTier);
    await scene.perform('remove-endpoint', target, byTier);

    const replaced = await scene.perform('restart-workload-pod', target);
    const undone = await scene.takeBack('remove-endpoint', target, facts, byTier);

    expect(replaced.result).toBe('done');
    expect(undone).toEqual({ result: 'done', summary: expect.stringContaining('is gone') as unknown });
    await expect.poll(async () => (await inService()).length, soon).toBe(3);
  });

  it('is not put back over what somebody else has done', async () => {
    const [sick = ''] = await aWebShop();
    const scene = await aNetworkScene(cluster);
    const target = scene.targetOf('Pod', sick);
    const facts = await scene.observe('remove-endpoint', target, byTier);
    await scene.perform('remove-endpoint', target, byTier);
    const body = { metadata: { labels: { tier: 'lab' } } };
    await cluster.core.patchNamespacedPod({ name: sick, namespace: cluster.namespace, body }, asMerge);

    const undone = await scene.takeBack('remove-endpoint', target, facts, byTier);

    expect(undone).toEqual({
      result: 'failed',
      summary: expect.stringContaining('somebody has changed the labels') as unknown,
    });
  });

  it('needs a role that says so, and the answer names what is missing', async () => {
    const [sick = ''] = await aWebShop();
    await allow(cluster, 'looker', [
      { apiGroups: ['', 'apps', 'discovery.k8s.io', 'networking.k8s.io'], resources: ['*'], verbs: ['get', 'list'] },
    ]);
    const scene = await aNetworkScene(cluster, {}, 'looker');

    const removed = await scene.perform('remove-endpoint', scene.targetOf('Pod', sick), byTier);

    expect(removed).toEqual({
      result: 'failed',
      summary: expect.stringMatching(/patch pods.*deploy\/kubernetes/) as unknown,
    });
    expect(await inService()).toHaveLength(3);
  });
});

describe('an address in a slice that people write', () => {
  const addresses = ['10.9.0.1', '10.9.0.2', '10.9.0.3'];
  const byAddress = { service: 'old', address: '10.9.0.2' };

  async function aHandWrittenService(): Promise<() => Promise<V1EndpointSlice>> {
    const { namespace } = cluster;
    await cluster.create(aService({ name: 'old', app: null }), {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'old-1', labels: { 'kubernetes.io/service-name': 'old' } },
      addressType: 'IPv4',
      ports: [{ port: 80 }],
      endpoints: addresses.map((address, index) => ({
        addresses: [address],
        conditions: index === 0 ? { ready: true, serving: true } : {},
        zone: `zone-${index}`,
      })),
    } as object);
    return () => discovery().readNamespacedEndpointSlice({ name: 'old-1', namespace });
  }

  it('is marked as not ready, and comes back exactly as it was', async () => {
    const read = await aHandWrittenService();
    const scene = await aNetworkScene(cluster);
    const target = scene.targetOf('EndpointSlice', 'old-1');
    const [before, facts] = [await read(), await scene.observe('remove-endpoint', target, byAddress)];

    const removed = await scene.perform('remove-endpoint', target, byAddress);

    expect(removed.result).toBe('done');
    expect((await read()).endpoints?.map(({ conditions }) => conditions?.ready)).toEqual([true, false, undefined]);
    expect(await scene.happened('remove-endpoint', target, facts, byAddress)).toBe('yes');
    expect(await scene.look('service-endpoints', scene.targetOf('Service', 'old'))).toMatchObject({
      health: 'unhealthy',
      summary: expect.stringContaining('2 of 3 addresses') as unknown,
    });
    expect((await scene.takeBack('remove-endpoint', target, facts, byAddress)).result).toBe('done');
    expect((await read()).endpoints).toEqual(before.endpoints);
    expect((await read()).metadata?.annotations ?? {}).toEqual(before.metadata?.annotations ?? {});
  });

  it('stays in service while another one of its slice is out', async () => {
    const read = await aHandWrittenService();
    const scene = await aNetworkScene(cluster);
    const target = scene.targetOf('EndpointSlice', 'old-1');
    await scene.perform('remove-endpoint', target, byAddress);

    const second = await scene.perform('remove-endpoint', target, { ...byAddress, address: '10.9.0.1' });

    expect(second).toEqual({ result: 'failed', summary: '10.9.0.2 of the same slice is out already' });
    expect((await read()).endpoints?.map(({ conditions }) => conditions?.ready)).toEqual([true, false, undefined]);
  });

  it('is left alone in a slice that a controller would write back', async () => {
    await aWebShop();
    const { items } = await discovery().listNamespacedEndpointSlice({ namespace: cluster.namespace });
    const [slice] = items;
    const scene = await aNetworkScene(cluster);
    const settings = { service: 'web', address: slice?.endpoints?.[0]?.addresses[0] ?? '' };

    const removed = await scene.perform(
      'remove-endpoint',
      scene.targetOf('EndpointSlice', slice?.metadata?.name ?? ''),
      settings,
    );

    expect(removed).toEqual({ result: 'failed', summary: expect.stringContaining('a controller writes') as unknown });
  });
});

describe('what is behind a Service', () => {
  it('is told with the reason why nobody is', async () => {
    const named = aService({ name: 'named', app: 'web' });
    const ports = [{ port: 80, targetPort: 'http' }];
    await cluster.create(aDeployment(), aService(), aService({ name: 'empty', app: 'nobody' }), {
      ...named,
      spec: { ...named.spec, ports },
    } as object);
    await untilReady(cluster, 'web', 2);
    await expect.poll(async () => (await inService()).length, soon).toBeGreaterThanOrEqual(2);
    const scene = await aNetworkScene(cluster);
    const look = async (name: string) => scene.look('service-endpoints', scene.targetOf('Service', name));

    expect(await look('web')).toMatchObject({ health: 'healthy' });
    expect((await look('empty')).summary).toContain('no pod has the labels app=nobody');
    expect((await look('named')).summary).toContain('leads to a port called http, which no pod has');
    expect(await look('gone')).toMatchObject({ health: 'unhealthy', summary: 'there is no Service gone' });
    const seen = await scene.look('monitor-target', scene.targetOf('Service', 'web'));
    expect(seen).toMatchObject({
      health: 'unknown',
      summary: expect.stringContaining('metrics do not arrive') as unknown,
    });
  });

  it('is not known while the API server is away, and nothing is begun', async () => {
    const [sick = ''] = await aWebShop();
    const scene = await aNetworkScene(cluster, { timeoutMs: 1_000 });
    const target = scene.targetOf('Pod', sick);
    const facts = await scene.observe('remove-endpoint', target, byTier);

    await cluster.plane.apiServer.kill();
    const looked = await scene.look('service-endpoints', scene.targetOf('Service', 'web'));
    const observed = scene.observe('remove-endpoint', target, byTier);
    await expect(observed).rejects.toMatchObject({ type: 'ClusterUnavailable' });
    const removed = await scene.perform('remove-endpoint', target, byTier, facts);
    await cluster.plane.apiServer.start();

    expect(looked.health).toBe('unknown');
    expect(removed.result).toBe('failed');
    await expect.poll(inService, soon).toContain(sick);
  });
});
