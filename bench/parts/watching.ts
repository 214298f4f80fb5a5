import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startControlPlane } from '../../stack/control-plane.ts';
import { freePort } from '../../stack/running/free-port.ts';
import { openDescribed } from '../kubernetes/clusters.ts';
import { fill } from '../kubernetes/crowd.ts';
import { heapAfterCollection } from '../kubernetes/heap.ts';
import { sumOf } from '../kubernetes/metrics.ts';
import { startNightshift } from '../processes.ts';
import type { Figure } from '../report.ts';
import type { BenchServer } from '../servers.ts';

const crowd = { nodes: 200, pods: 2_000 };

/** What a trigger keeps of a cluster that it watches: before there is anything in it, and when all was listed twice. */
export async function measureWatching(server: BenchServer): Promise<readonly Figure[]> {
  await using cleanup = new AsyncDisposableStack();
  const folder = join(server.folder, 'kubernetes');
  const plane = await startControlPlane({ folder, progress: console.error, name: 'bench' });
  cleanup.defer(plane.stop);
  const inspectPort = await freePort();
  const settings = {
    trigger: { kubernetes: { namespace: 'default', reconcile: '10s' } },
    kubernetes: {
      clusters: [
        {
          name: 'bench',
          kubeconfig: plane.kubeconfigFile,
          requests: { perSecond: 1_000, burst: 1_000 },
          timeout: '30s',
        },
      ],
    },
  };
  const nightshift = await startNightshift(server, {
    settings,
    hasWorker: false,
    inspect: { role: 'trigger', port: inspectPort },
  });
  cleanup.defer(() => nightshift.stop());
  await untilListedAgain(nightshift.webhookUrl, 2);
  const before = await heapAfterCollection(inspectPort);

  const api = openDescribed(nightshift.configFile);
  cleanup.defer(() => api.close());
  await fill(api, crowd);
  while ((await watchedPods(nightshift.webhookUrl)) < crowd.pods) await sleep(500);
  await untilListedAgain(nightshift.webhookUrl, 2);
  const after = await heapAfterCollection(inspectPort);
  return [
    {
      what: `heap of the trigger that watches ${crowd.nodes} nodes and ${crowd.pods.toLocaleString('en')} pods`,
      unit: 'bytes',
      value: after,
      beside: { what: 'bytes of an empty cluster', value: before, ratio: after / before },
      wanted: { below: 1.1 },
    },
  ];
}

/** Waits until all pods have been listed so many times more. */
async function untilListedAgain(url: string, times: number): Promise<void> {
  const lists = () => sumOf(url, 'nightshift_kubernetes_lists_total{cluster="bench",kind="Pod"');
  const wanted = (await lists()) + times;
  while ((await lists()) < wanted) await sleep(500);
}

function watchedPods(url: string): Promise<number> {
  return sumOf(url, 'nightshift_kubernetes_watched_objects{cluster="bench",kind="Pod"}');
}
