import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../../clients/kubernetes/cluster.ts';
import { troubleAnnotation } from '../../stack/kubernetes/stages/stage.ts';
import { each } from './each.ts';

const namespace = 'default';
/** Pods of some kilobytes, as real ones are. */
const variables = Array.from({ length: 40 }, (_, nth) => ({ name: `SETTING_${nth}`, value: 'x'.repeat(60) }));

/** Fills a cluster with nodes that are well, and pods of some kilobytes of which every tenth cannot get its image. */
export async function fill(
  api: Cluster,
  { nodes, pods }: { readonly nodes: number; readonly pods: number },
): Promise<void> {
  const room = { cpu: '64', memory: '256Gi', pods: '110' };
  await each(nodes, (nth) =>
    api.create('Node', { metadata: { name: `node-${nth}` }, status: { allocatable: room, capacity: room } }),
  );
  await untilAccount(api);
  await each(pods, (nth) =>
    api.create('Pod', {
      metadata: {
        namespace,
        name: `web-${nth}`,
        annotations: nth % 10 === 0 ? { [troubleAnnotation]: 'image-pull-back-off' } : {},
      },
      spec: {
        nodeName: `node-${nth % nodes}`,
        tolerations: [{ operator: 'Exists' }],
        containers: [{ name: 'app', image: 'registry.test/web:1', env: variables }],
      },
    }),
  );
}

/** Pods are refused until their namespace has its account. */
async function untilAccount(api: Cluster): Promise<void> {
  const pod = { metadata: { namespace, name: 'first' }, spec: { containers: [{ name: 'app', image: 'web' }] } };
  for (;;) {
    try {
      await api.create('Pod', pod, { dryRun: true });
      return;
    } catch {
      await sleep(200);
    }
  }
}
