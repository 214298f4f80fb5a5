import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ClusterDns } from '../../../model/kubernetes/cluster.ts';
import { objectTarget } from '../../../model/kubernetes/object.ts';
import type { TestDnsServer } from '../../support/dns/dns-server.ts';
import { startDnsServer } from '../../support/dns/dns-server.ts';
import { allow, aNetworkScene, moveTo, untilReady } from '../../support/kubernetes/network-scene.ts';
import { aDisruptionBudget } from '../../support/kubernetes/objects/objects.ts';
import { podsOf, strikePod } from '../../support/kubernetes/troubles.ts';
import { useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { aDeployment } from '../../support/kubernetes/objects/workloads.ts';

const cluster = useControlPlane({ accounts: [{ name: 'looker' }] });
const soon = { timeout: 30_000, interval: 100 };
const records = { 'web.shop.svc.cluster.local': '10.0.0.7', 'example.org': '192.0.2.1' };

async function aServer(address: string, port = 0): Promise<TestDnsServer> {
  const server = await startDnsServer(address, port, records);
  onTestFinished(() => server.stop());
  return server;
}

function aDns(overrides: Partial<ClusterDns> = {}): ClusterDns {
  return {
    namespace: cluster.namespace,
    deployment: 'coredns',
    servers: [],
    names: Object.keys(records),
    ...overrides,
  };
}

/** Two DNS pods, at addresses where the test answers in their place. */
async function someDnsPods() {
  const first = await aServer('127.0.0.31');
  const second = await aServer('127.0.0.32', first.port);
  const container = { ports: [{ name: 'dns', containerPort: first.port, protocol: 'UDP' }] };
  await cluster.create(aDeployment({ name: 'coredns', container }));
  const pods = await untilReady(cluster, 'coredns', 2);
  const [one = '', other = ''] = pods;
  await moveTo(cluster, one, first.address);
  await moveTo(cluster, other, second.address);
  return { one, other, first, second };
}

async function uidOf(name: string): Promise<string | undefined> {
  return (await podsOf(cluster, 'coredns')).find(({ metadata }) => metadata?.name === name)?.metadata?.uid;
}

describe('the DNS of a cluster', () => {
  it('is asked pod by pod, and the pod that fails is replaced while the other one answers', async () => {
    const { one, other, second } = await someDnsPods();
    const scene = await aNetworkScene(cluster, { dns: aDns() });
    const target = scene.targetOf('Deployment', 'coredns');
    const before = await scene.look('cluster-dns', target);
    second.behaviour = 'fails';
    const sick = await scene.look('cluster-dns', target);
    const facts = await scene.observe('restart-dns-pod', scene.targetOf('Pod', other));

    const last = await scene.perform('restart-dns-pod', scene.targetOf('Pod', one));
    second.behaviour = 'answers';
    const well = await scene.perform('restart-dns-pod', scene.targetOf('Pod', other));
    const stays = await uidOf(other);
    second.behaviour = 'fails';
    const done = await scene.perform('restart-dns-pod', scene.targetOf('Pod', other));

    expect(before).toMatchObject({ health: 'healthy', facts: { cause: 'none', restart: '' } });
    expect(sick).toMatchObject({ health: 'unhealthy', facts: { cause: 'servers', restart: other } });
    expect(sick.summary).toContain(`${other} have no address`);
    expect(last).toEqual({ result: 'failed', summary: expect.stringContaining('no other DNS pod answers') as unknown });
    expect(well).toEqual({ result: 'done', summary: `${other} was left alone: names are found by now` });
    expect(stays).toBe(facts['uid']);
    expect(done).toEqual({ result: 'done', summary: expect.stringContaining('its replacement is ready') as unknown });
    expect(await uidOf(other)).toBeUndefined();
    expect(await uidOf(one)).toBeDefined();
    expect(await untilReady(cluster, 'coredns', 2)).toHaveLength(2);
    expect(await scene.happened('restart-dns-pod', scene.targetOf('Pod', other), facts)).toBe('yes');
  });

  it('is not restarted for what its upstream or the names do', async () => {
    const { first, second } = await someDnsPods();
    const dns = aDns({ names: ['web.shop.svc.cluster.local', 'nowhere.example.org'] });
    const scene = await aNetworkScene(cluster, { dns });
    const target = scene.targetOf('Deployment', 'coredns');

    const unknownName = await scene.look('cluster-dns', target);
    [first.behaviour, second.behaviour] = ['silent', 'silent'];
    const outOfReach = await scene.look('cluster-dns', target);

    expect(unknownName).toMatchObject({ health: 'unhealthy', facts: { cause: 'names', restart: '' } });
    expect(outOfReach).toMatchObject({ health: 'unknown', facts: { cause: 'unreachable', restart: '' } });
    expect(await scene.look('dns-pods', target)).toMatchObject({ health: 'healthy' });
  });

  it('is restarted although nobody answers, and no pod that is not of it', async () => {
    await cluster.create(aDeployment({ name: 'coredns' }), aDeployment({ name: 'web' }));
    const [one = ''] = await untilReady(cluster, 'coredns', 2);
    const [web = ''] = await untilReady(cluster, 'web', 2);
    const server = await aServer('127.0.0.1');
    server.behaviour = 'fails';
    const scene = await aNetworkScene(cluster, { dns: aDns({ servers: [`127.0.0.1:${server.port}`] }) });

    const done = await scene.perform('restart-dns-pod', scene.targetOf('Pod', one));
    const stranger = await scene.perform('restart-dns-pod', scene.targetOf('Pod', web));
    const elsewhere = { cluster: 'shop', namespace: 'kube-system', kind: 'Pod', name: web };
    const outside = scene.perform('restart-dns-pod', objectTarget(elsewhere));

    expect(done.result).toBe('done');
    expect(stranger).toEqual({
      result: 'failed',
      summary: expect.stringContaining('no pod of the described DNS workload') as unknown,
    });
    await expect(outside).rejects.toMatchObject({ type: 'UnknownTarget' });
  });

  it('keeps the pods that its disruption budget needs, and those that came after a plan', async () => {
    const { other, second } = await someDnsPods();
    await cluster.create(aDisruptionBudget({ name: 'coredns', minAvailable: 2 }));
    second.behaviour = 'fails';
    const scene = await aNetworkScene(cluster, { dns: aDns() });
    const target = scene.targetOf('Pod', other);
    const facts = await scene.observe('restart-dns-pod', target);

    const refused = await scene.perform('restart-dns-pod', target);
    const namesake = await scene.perform('restart-dns-pod', target, undefined, { uid: 'another' });

    expect(refused).toEqual({ result: 'failed', summary: expect.stringContaining('disruption budget') as unknown });
    expect(namesake).toEqual({ result: 'failed', summary: expect.stringContaining('another pod by now') as unknown });
    expect(await scene.happened('restart-dns-pod', target, facts)).toBe('no');
    expect(await uidOf(other)).toBe(facts['uid']);
  });

  it('is restarted only by an account that may evict', async () => {
    const { other, second } = await someDnsPods();
    second.behaviour = 'fails';
    await allow(cluster, 'looker', [{ apiGroups: ['', 'apps'], resources: ['*'], verbs: ['get', 'list'] }]);
    const scene = await aNetworkScene(cluster, { dns: aDns() }, 'looker');

    const refused = await scene.perform('restart-dns-pod', scene.targetOf('Pod', other));

    expect(refused).toEqual({
      result: 'failed',
      summary: expect.stringMatching(/create.*pods\/eviction.*deploy\/kubernetes/) as unknown,
    });
  });
});

const containers = ['app', 'proxy'].map((name) => ({ name, image: `registry.test/${name}:1` }));
const settings = { container: 'proxy' };

describe('pods with a sidecar', () => {
  it('stay while a sibling is not ready, or nobody would make them anew', async () => {
    await cluster.create(aDeployment({ containers }));
    const [one = '', other = ''] = await untilReady(cluster, 'web', 2);
    await strikePod(cluster, other, 'unready', { container: 'proxy' });
    await untilReady(cluster, 'web', 1);
    const scene = await aNetworkScene(cluster, { sidecar: 'proxy' });

    const left = await scene.perform('restart-workload-pod', scene.targetOf('Pod', one), settings);
    const gone = await scene.perform('restart-workload-pod', scene.targetOf('Pod', 'gone'), settings);

    expect(left).toEqual({ result: 'failed', summary: expect.stringContaining(`its sibling ${other}`) as unknown });
    expect(gone).toMatchObject({ result: 'failed' });
  });
});

// Last: the controllers need a while to find back.
describe('an API server that is away', () => {
  it('does not keep described servers from being asked', async () => {
    const server = await aServer('127.0.0.1');
    const scene = await aNetworkScene(cluster, {
      dns: aDns({ servers: [`127.0.0.1:${server.port}`] }),
      timeoutMs: 1_000,
    });
    const target = scene.targetOf('Deployment', 'coredns');

    await cluster.plane.apiServer.kill();
    const looked = await scene.look('cluster-dns', target);
    const pods = await scene.look('dns-pods', target);
    await cluster.plane.apiServer.start();

    expect(looked.health).toBe('healthy');
    expect(pods.health).toBe('unknown');
  });

  it('makes the wait for a replaced pod longer, and no more, though it lasts 20 seconds', async () => {
    await cluster.create(aDeployment({ containers }));
    const [sick = ''] = await untilReady(cluster, 'web', 2);
    const scene = await aNetworkScene(cluster, { sidecar: 'proxy', timeoutMs: 1_000 });
    const target = scene.targetOf('Deployment', 'web');
    const before = await scene.look('sidecar-connected', target);
    await strikePod(cluster, sick, 'unready', { container: 'proxy' });
    await untilReady(cluster, 'web', 1);
    const struck = await scene.look('sidecar-connected', target);

    const replacing = scene.perform('restart-workload-pod', scene.targetOf('Pod', sick), settings);
    await expect
      .poll(async () => (await podsOf(cluster, 'web')).some(({ metadata }) => metadata?.name === sick), soon)
      .toBe(false);
    await cluster.plane.apiServer.kill();
    await sleep(20_000);
    await cluster.plane.apiServer.start();

    expect(before).toMatchObject({ health: 'healthy', facts: { restart: '' } });
    expect(struck).toMatchObject({ health: 'unhealthy', facts: { restart: sick, container: 'proxy' } });
    expect(await replacing).toMatchObject({ result: 'done' });
    await expect.poll(async () => (await scene.look('sidecar-connected', target)).health, soon).toBe('healthy');
  });
});
