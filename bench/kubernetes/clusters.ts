import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../../clients/kubernetes/cluster.ts';
import { openCluster } from '../../clients/kubernetes/open-cluster.ts';
import { loadConfig } from '../../config/load.ts';
import { startControlPlane } from '../../stack/control-plane.ts';
import { troubleAnnotation } from '../../stack/kubernetes/stages/stage.ts';
import { each } from './each.ts';

/** A real control plane whose nodes are played. */
interface BenchCluster {
  /** What the configuration says of it. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly nodes: readonly string[];
  readonly stop: () => Promise<void>;
}

/** Starts one with nodes that do not answer any more, in a folder of its own. */
export async function startSickCluster(folder: string, count: number): Promise<BenchCluster> {
  const plane = await startControlPlane({ folder: join(folder, 'kubernetes'), progress: console.error, name: 'bench' });
  const settings = {
    kubernetes: {
      clusters: [
        {
          name: 'bench',
          kubeconfig: plane.kubeconfigFile,
          requests: { perSecond: 1_000, burst: 1_000 },
          caps: { nodesAway: { most: 100, percent: 100 } },
        },
      ],
    },
  };
  const nodes = Array.from({ length: count }, (_, index) => `node-${index}`);
  return { settings, nodes, stop: plane.stop };
}

/** Opens the one cluster of a configuration, as a worker would. */
export function openDescribed(configFile: string): Cluster {
  const [definition] = loadConfig(configFile, {}).clusters;
  if (!definition) throw new Error('the configuration describes no cluster');
  return openCluster(definition);
}

/** Adds the nodes, and has all of them fall silent. */
export async function addSilentNodes(api: Cluster, names: readonly string[]): Promise<void> {
  const room = { cpu: '4', memory: '16Gi', pods: '110' };
  await each(names.length, (nth) => {
    const metadata = { name: names[nth] ?? '', annotations: { [troubleAnnotation]: 'unreachable' } };
    return api.create('Node', { metadata, status: { allocatable: room, capacity: room } });
  });
  for (;;) {
    const { items } = await api.list('Node', { namespace: null, most: names.length + 10 });
    const silent = items.filter(({ status }) =>
      status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'Unknown'),
    );
    if (silent.length >= names.length) return;
    await sleep(200);
  }
}

/** Adds Deployments that want no pods. */
export async function addIdleDeployments(api: Cluster, names: readonly string[]): Promise<void> {
  await each(names.length, (nth) => {
    const name = names[nth] ?? '';
    const labels = { app: name };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'registry.test/web:1' }] } };
    const spec = { replicas: 0, selector: { matchLabels: labels }, template };
    return api.create('Deployment', { metadata: { namespace: 'default', name }, spec });
  });
}
