import type { Client } from '@temporalio/client';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ClusterFeed } from '../../../clients/kubernetes/watching/feed.ts';
import { openFeed } from '../../../clients/kubernetes/watching/open-feed.ts';
import { lazyClient, temporalSettings } from '../../../clients/temporal/temporal.ts';
import { createRegistry } from '../../../metrics/registry.ts';
import { createKubernetesWatchMetrics } from '../../../metrics/kubernetes-watch.ts';
import { canonicalPath } from '../../../model/target.ts';
import { acquire } from '../../../stack/acquire.ts';
import type { RunningTemporal } from '../../../stack/components/temporal.ts';
import { temporal } from '../../../stack/components/temporal.ts';
import { followKind } from '../../../triggers/kubernetes/follow-kind.ts';
import { aCluster } from '../../support/kubernetes/builders.ts';
import { aPod } from '../../support/kubernetes/objects/pods.ts';
import { aTcpProxy } from '../../support/kubernetes/access/tcp-proxy.ts';
import { strikeNode, strikePod } from '../../support/kubernetes/troubles.ts';
import { useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import type { PlayedWatch } from '../../support/kubernetes/watched/watching.ts';
import { aLedger, aWatch, forMs, soon, toldTo } from '../../support/kubernetes/watched/watching.ts';
import { aMemoryLog } from '../../support/memory-log.ts';
import { samplesOf } from '../../support/metrics/metrics.ts';
import { aScratchFolder } from '../../support/scratch.ts';
import { progress } from '../../support/scene.ts';

const cluster = useControlPlane({ nodes: 2 });
let server: RunningTemporal;
let client: Client;

beforeAll(async () => {
  server = await temporal.start(await acquire(temporal, progress), { ui: false });
  client = lazyClient(temporalSettings({ TEMPORAL_ADDRESS: server.address }));
});

afterAll(async () => {
  await client.connection.close();
  await temporal.stop(server);
});

const patiently = { timeout: 60_000, interval: 100 };

function pod(name: string): string {
  return canonicalPath('kubernetes', 'shop', cluster.namespace, 'Pod', name);
}

/** What an incident has been told, once each. */
async function episodesOf(key: string): Promise<readonly string[]> {
  const told = await toldTo(client, key);
  return [...new Set(told.map(({ labels, status, fingerprint }) => `${labels['alertname']} ${status} ${fingerprint}`))];
}

async function isFiring(key: string): Promise<void> {
  await vi.waitFor(async () => expect(await toldTo(client, key)).not.toEqual([]), patiently);
}

async function isState(watch: PlayedWatch, state: string): Promise<void> {
  await vi.waitFor(() => expect(watch.states()).toEqual({ shop: state }), patiently);
}

describe('the watch over a cluster', () => {
  it('raises one incident for a crash loop that lasts, none for what passes, and resolves it when it has gone', async () => {
    await cluster.create(
      aPod({ name: 'sick', trouble: 'crash-loop' }),
      aPod({ name: 'well' }),
      aPod({ name: 'shaky' }),
    );
    const watch = aWatch(client, cluster.plane.kubeconfigFile, cluster.namespace);
    await isState(watch, 'watching');
    await strikePod(cluster, 'shaky', 'unready');
    await sleep(forMs / 3);
    await strikePod(cluster, 'shaky', undefined);

    await isFiring(pod('sick'));
    const fired = await toldTo(client, pod('sick'));
    await strikePod(cluster, 'sick', undefined);
    await vi.waitFor(async () => expect(await toldTo(client, pod('sick'))).toHaveLength(2), patiently);
    const told = await toldTo(client, pod('sick'));

    expect(fired).toMatchObject([
      { source: 'kubernetes', labels: { alertname: 'KubePodCrashLooping', container: 'app' } },
    ]);
    expect(told.map(({ status, startsAt }) => [status, startsAt])).toEqual([
      ['firing', fired[0]?.startsAt],
      ['resolved', fired[0]?.startsAt],
    ]);
    expect(await toldTo(client, pod('shaky'))).toEqual([]);
    expect(await toldTo(client, pod('well'))).toEqual([]);
    expect(watch.log.lines().filter(({ level }) => level === 40)).toEqual([]);
  });

  it('says of a node that is not ready what it does not say of its pods', async () => {
    await cluster.create(aPod({ name: 'here', spec: { nodeName: 'node-2' } }));
    const watch = aWatch(client, cluster.plane.kubeconfigFile, cluster.namespace);
    await isState(watch, 'watching');

    await strikeNode(cluster, 'node-2', 'unreachable');
    await isFiring('kubernetes/shop/-/Node/node-2');
    const ofPod = await toldTo(client, pod('here'));
    await strikeNode(cluster, 'node-2', undefined);

    expect(await episodesOf('kubernetes/shop/-/Node/node-2')).toEqual([
      expect.stringMatching(/^KubeNodeNotReady firing /),
    ]);
    expect(ofPod).toEqual([]);
  });

  it('tells an alert that Temporal could not take when Temporal is back', async () => {
    await using own = await aTcpProxy(Number(server.address.split(':')[1]));
    const away = lazyClient(temporalSettings({ TEMPORAL_ADDRESS: `127.0.0.1:${own.port}` }));
    onTestFinished(() => away.connection.close());
    const watch = aWatch(away, cluster.plane.kubeconfigFile, cluster.namespace);
    await isState(watch, 'watching');
    own.cut();
    await cluster.create(aPod({ name: 'sick', trouble: 'crash-loop' }));
    await isState(watch, 'unheard');
    const meanwhile = await toldTo(client, pod('sick'));

    own.mend();
    await isFiring(pod('sick'));

    expect(meanwhile).toEqual([]);
    expect(await episodesOf(pod('sick'))).toEqual([expect.stringMatching(/^KubePodCrashLooping firing /)]);
  });
});

describe('of two triggers', () => {
  it('one watches; when it is cut off it stops at once, and the other raises the same alerts and no others', async () => {
    await cluster.create(
      aPod({ name: 'sick', trouble: 'crash-loop' }),
      aPod({ name: 'healed', trouble: 'crash-loop' }),
    );
    await using proxy = await aTcpProxy(Number(new URL(cluster.plane.url).port));
    const first = aWatch(client, await kubeconfigBy(proxy.port), cluster.namespace);
    await isState(first, 'watching');
    const second = aWatch(client, cluster.plane.kubeconfigFile, cluster.namespace);
    await isFiring(pod('sick'));
    await isFiring(pod('healed'));
    const before = second.states();

    proxy.cut();
    const cutAt = performance.now();
    await strikePod(cluster, 'healed', undefined);
    await isState(first, 'standby');
    const letGoAfterMs = performance.now() - cutAt;
    await isState(second, 'watching');
    await vi.waitFor(async () => expect((await episodesOf(pod('healed'))).length).toBe(2), patiently);

    expect(before).toEqual({ shop: 'standby' });
    expect(letGoAfterMs).toBeLessThan(3_000);
    const told = await toldTo(client, pod('sick'));
    expect(new Set(told.map(({ status, startsAt }) => `${status} ${startsAt}`)).size).toBe(1);
    expect(await episodesOf(pod('healed'))).toEqual([
      expect.stringMatching(/^KubePodCrashLooping firing /),
      expect.stringMatching(/^KubePodCrashLooping resolved /),
    ]);
    expect(await second.metric('nightshift_kubernetes_watch_leader')).toEqual({ 'cluster="shop"': 1 });
  });
});

describe('a feed', () => {
  it('hands over everything, and every change after that', async () => {
    const feed = aFeed();
    const over = new AbortController();
    const names: string[] = [];
    const version = await feed.readAll(
      'Pod',
      (pods) => names.push(...pods.map((one) => one.metadata?.name ?? '')),
      over.signal,
    );
    const changes: string[] = [];
    const following = feed.follow(
      'Pod',
      version,
      ({ type, object }) => {
        changes.push(`${type} ${object.metadata?.name}`);
        if (object.metadata?.name === 'second') over.abort();
      },
      () => undefined,
      over.signal,
    );
    await cluster.create(aPod({ name: 'first' }), aPod({ name: 'second' }));
    const end = await following;

    expect(names).not.toContain('first');
    expect(changes).toEqual(expect.arrayContaining(['ADDED first', 'ADDED second']));
    expect(end.kind).toBe('ended');
    expect(Number(end.version)).toBeGreaterThanOrEqual(Number(version));
  });
});

// Last: controllers need half a minute to find the API server again.
describe('a watch whose API server goes away', () => {
  it('loses and doubles nothing while the API server is away for twice its lease, and lists anew what it does not remember', async () => {
    await cluster.create(aPod({ name: 'before', trouble: 'image-pull-back-off' }), aPod({ name: 'meanwhile' }));
    const watch = aWatch(client, cluster.plane.kubeconfigFile, cluster.namespace);
    await isFiring(pod('before'));
    await strikePod(cluster, 'meanwhile', 'config-error');
    await vi.waitFor(async () => expect(await reasonOf('meanwhile')).toBe('CreateContainerConfigError'), patiently);

    await cluster.plane.apiServer.kill();
    await sleep(2 * soon.durationMs);
    await cluster.plane.apiServer.start();
    await isFiring(pod('meanwhile'));
    await isState(watch, 'watching');

    expect(await episodesOf(pod('before'))).toEqual([expect.stringMatching(/^KubeContainerWaiting firing /)]);
    expect(await episodesOf(pod('meanwhile'))).toEqual([expect.stringMatching(/^KubeContainerWaiting firing /)]);
    expect(new Set((await toldTo(client, pod('before'))).map(({ startsAt }) => startsAt)).size).toBe(1);

    // Controllers make no namespace usable so soon: this goes on in the same one.
    const [registry, feed, over] = [createRegistry(), aFeed(), new AbortController()];
    onTestFinished(() => over.abort());
    const metrics = createKubernetesWatchMetrics(registry, ['shop']);
    const versions = ['1'];
    const tooOldAtFirst: ClusterFeed = {
      ...feed,
      readAll: async (kind, take, signal) => {
        const version = await feed.readAll(kind, take, signal);
        return versions.pop() ?? version;
      },
    };

    void followKind(
      'Pod',
      { cluster: 'shop', feed: tooOldAtFirst, ledger: aLedger(), metrics, log: aMemoryLog().log, reconcileMs: 60_000 },
      () => undefined,
      over.signal,
    );

    const lists = () => samplesOf(registry, 'nightshift_kubernetes_lists_total');
    await vi.waitFor(
      async () => expect(await lists()).toMatchObject({ 'cluster="shop",kind="Pod",reason="expired"': 1 }),
      patiently,
    );
    await sleep(1_000);
    expect(await lists()).toMatchObject({ 'cluster="shop",kind="Pod",reason="expired"': 1 });
  });
});

/** What the first container of a pod waits for. */
async function reasonOf(name: string): Promise<string | undefined> {
  const { status } = await cluster.core.readNamespacedPod({ name, namespace: cluster.namespace });
  return status?.containerStatuses?.[0]?.state?.waiting?.reason;
}

function aFeed(): ClusterFeed {
  const access = { kind: 'kubeconfig', file: cluster.plane.kubeconfigFile, context: null } as const;
  const feed = openFeed(aCluster({ access }), { asked: () => undefined, waited: () => undefined });
  onTestFinished(() => feed.close());
  return feed;
}

/** The administrator's kubeconfig by another way. */
async function kubeconfigBy(port: number): Promise<string> {
  const file = join(await aScratchFolder(), `by-${port}.kubeconfig`);
  const text = await readFile(cluster.plane.kubeconfigFile, 'utf8');
  await writeFile(file, text.replace(cluster.plane.url, `https://127.0.0.1:${port}`));
  return file;
}
