import type { Client } from '@temporalio/client';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { listIncidents, readIncident } from '../../../clients/temporal/incident-directory.ts';
import { lazyClient, temporalSettings } from '../../../clients/temporal/temporal.ts';
import { canonicalPath } from '../../../model/target.ts';
import { acquire } from '../../../stack/acquire.ts';
import { temporal } from '../../../stack/components/temporal.ts';
import { aPod } from '../../support/kubernetes/objects/pods.ts';
import { aTriggerPair, aWorkerFor, untilState } from '../../support/kubernetes/watched/trigger-pair.ts';
import { aNamespace, useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { toldTo } from '../../support/kubernetes/watched/watching.ts';
import { progress } from '../../support/scene.ts';

/** Whoever leads gives up by itself after so long without a renewal. */
const renewWithinMs = 10_000;
/** So long is a lease, and two looks at it on a busy machine. */
const leaseMs = 15_000 + 10_000;
const patiently = { timeout: 60_000, interval: 200 };

const cluster = useControlPlane({ nodes: 1 });
const cleanup = new AsyncDisposableStack();
let client: Client;
let temporalAddress: string;
let folder: string;
let working: Promise<void>;

beforeAll(async () => {
  const server = await temporal.start(await acquire(temporal, progress), { ui: false });
  cleanup.defer(() => temporal.stop(server));
  temporalAddress = server.address;
  client = lazyClient(temporalSettings({ TEMPORAL_ADDRESS: temporalAddress }));
  cleanup.defer(() => client.connection.close());
  folder = await mkdtemp(join(tmpdir(), 'nightshift-hand-over-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const { kubeconfigFile } = cluster.plane;
  // Nothing is to be worked off before the first pod is sick.
  working = aWorkerFor(['killed', 'stalled'], { kubeconfigFile, temporalAddress, folder }, cleanup);
});

afterAll(() => cleanup.disposeAsync());

/** Two triggers that call the cluster so, and a way to have pods fall sick. */
async function scene(name: string) {
  const namespace = await aNamespace(cluster);
  const { kubeconfigFile } = cluster.plane;
  const pair = await aTriggerPair({ cluster: name, kubeconfigFile, namespace, temporalAddress, folder }, cleanup);
  const keyOf = (pod: string): string => canonicalPath('kubernetes', name, namespace, 'Pod', pod);
  return {
    ...pair,
    keyOf,
    fallSick: (podName: string) => {
      const pod = aPod({ name: podName, trouble: 'image-pull-back-off' });
      Object.assign(pod.metadata ?? {}, { namespace });
      return cluster.create(pod);
    },
    isTold: (pod: string) =>
      vi.waitFor(async () => expect(await toldTo(client, keyOf(pod))).not.toEqual([]), patiently),
  };
}

/** What has become of what a pod's incident was told: however often, it is to be one alert and one repair. */
async function becameOf(key: string) {
  await working;
  const told = await toldTo(client, key);
  const episodes = new Set(told.map(({ status, fingerprint, startsAt }) => `${status} ${fingerprint} ${startsAt}`));
  const record = await vi.waitFor(async () => {
    const found = await readIncident(client, key);
    expect(found?.status).toBe('escalated');
    return found;
  }, patiently);
  const incidents = (await listIncidents(client, 1_000, false)).filter(({ incident }) => incident === key);
  return { episodes: episodes.size, repairs: record?.attempts, incidents: incidents.length };
}

const onlyOne = { episodes: 1, repairs: 1, incidents: 1 };

// Side by side: what takes time is that a lease runs out.
describe.concurrent('of two triggers that watch a cluster', () => {
  it('the other one takes over when the first is killed, and raises what began meanwhile, once', async () => {
    const { leader, other, fallSick, isTold, keyOf } = await scene('killed');
    await fallSick('before');
    await isTold('before');

    await leader.process.kill();
    const killedAt = performance.now();
    await fallSick('meanwhile');
    await untilState(other, 'watching');
    const tookMs = performance.now() - killedAt;
    await isTold('meanwhile');

    expect(tookMs).toBeLessThan(leaseMs);
    expect(await becameOf(keyOf('before'))).toEqual(onlyOne);
    expect(await becameOf(keyOf('meanwhile'))).toEqual(onlyOne);
  });

  it('one that stalls for longer than its lease raises nothing when it wakes, and what both have raised counts once', async () => {
    const { leader, other, fallSick, isTold, keyOf } = await scene('stalled');
    await fallSick('before');
    await isTold('before');
    await fallSick('meanwhile');
    // It has seen that by then, and nothing has lasted for ten seconds yet.
    await sleep(2_000);

    leader.process.pause();
    const stalledAt = performance.now();
    await untilState(other, 'watching');
    const tookMs = performance.now() - stalledAt;
    await isTold('meanwhile');
    const told = (await toldTo(client, keyOf('meanwhile'))).length;
    leader.process.wake();
    await untilState(leader, 'standby');
    await sleep(2_000);

    expect(tookMs).toBeGreaterThan(renewWithinMs);
    expect(told).toBe(1);
    expect(await toldTo(client, keyOf('meanwhile'))).toHaveLength(told);
    // Whoever takes over tells what fires once more, because nobody knows whether that has happened.
    expect(await toldTo(client, keyOf('before'))).toHaveLength(2);
    expect(await becameOf(keyOf('before'))).toEqual(onlyOne);
    expect(await becameOf(keyOf('meanwhile'))).toEqual(onlyOne);
    expect(await other.state()).toBe('watching');
  });
});
