import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { stringify } from 'yaml';
import { lazyClient, temporalSettings } from '../../clients/temporal/temporal.ts';
import { acquire } from '../../stack/acquire.ts';
import { temporal } from '../../stack/components/temporal.ts';
import { startControlPlane } from '../../stack/control-plane.ts';
import type { Progress } from '../../stack/progress.ts';
import { freePort } from '../../stack/running/free-port.ts';
import { restartableNightshift, restartableTemporal } from '../restartable.ts';
import type { DemoCluster } from './cluster.ts';
import { clusterName, furnish } from './cluster.ts';

/** A cluster that Nightshift watches by itself: no Prometheus, no Alertmanager. */
export interface ClusterScene {
  readonly cluster: DemoCluster;
  readonly client: Client;
  readonly uiUrl: string;
  /** Stops every process that the scene started, newest first, and takes its folder away. */
  readonly close: () => Promise<void>;
}

/** Obtains what is missing and starts everything, each part a process of its own. */
export async function openClusterScene(progress: Progress): Promise<ClusterScene> {
  await using cleanup = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-cluster-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const plane = await startControlPlane({ folder: join(folder, 'cluster'), progress, name: clusterName });
  cleanup.defer(plane.stop);
  const cluster = await furnish(plane);

  const program = await acquire(temporal, progress, { ...process.env, TEMPORAL_ADDRESS: undefined });
  const [port, uiPort, triggerPort, workerPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const server = await restartableTemporal(program, { port, uiPort, folder });
  cleanup.defer(() => server.stop());
  const configFile = join(folder, 'nightshift.yaml');
  const { kubeconfigFile } = plane;
  await writeFile(configFile, settingsFor({ folder, kubeconfigFile, triggerPort, workerPort }));
  const temporalAddress = `127.0.0.1:${port}`;
  const worker = await restartableNightshift('worker', { folder, configFile, temporalAddress, port: workerPort });
  cleanup.defer(() => worker.stop());
  const trigger = await restartableNightshift('trigger', { folder, configFile, temporalAddress, port: triggerPort });
  cleanup.defer(() => trigger.stop());

  const client = lazyClient(temporalSettings({ TEMPORAL_ADDRESS: temporalAddress }));
  cleanup.defer(() => client.connection.close());
  const kept = cleanup.move();
  return { cluster, client, uiUrl: `http://127.0.0.1:${uiPort}`, close: () => kept.disposeAsync() };
}

interface Places {
  readonly folder: string;
  readonly kubeconfigFile: string;
  readonly triggerPort: number;
  readonly workerPort: number;
}

/** Everything may be done that the catalogue lets Nightshift do by itself, with times that suit an audience. */
function settingsFor({ folder, kubeconfigFile, triggerPort, workerPort }: Places): string {
  const soon = '10s';
  return stringify({
    trigger: {
      listen: { port: triggerPort },
      kubernetes: {
        for: { KubePodCrashLooping: soon, KubePodNotReady: soon, KubeNodeNotReady: soon },
        clearAfter: soon,
      },
    },
    worker: { listen: { port: workerPort } },
    audit: { file: join(folder, 'audit.jsonl') },
    evidence: { folder: join(folder, 'evidence') },
    kubernetes: {
      clusters: [{ name: clusterName, kubeconfig: kubeconfigFile, caps: { nodesAway: { most: 1, percent: 20 } } }],
    },
    policy: {
      modes: [{ mode: 'auto' }],
      verification: { within: '20s', hold: '5s', checks: 3 },
      approval: { quorum: { destructive: 1 } },
      incident: { holdDown: '30s', clearWithin: '1m' },
    },
  });
}
