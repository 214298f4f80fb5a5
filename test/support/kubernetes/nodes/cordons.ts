import type { Cluster as Api } from '../../../../clients/kubernetes/cluster.ts';
import { objectTarget } from '../../../../model/kubernetes/object.ts';
import type { Target } from '../../../../model/target.ts';
import type { Cluster } from '../use-control-plane.ts';
import { addNodes } from '../use-control-plane.ts';

/** The target of a node in the cluster `test`. */
export function nodeTarget(name: string): Target {
  return objectTarget({ cluster: 'test', namespace: null, kind: 'Node', name });
}

/** Makes nodes that no other test of the file uses. */
export function newNodes(cluster: Cluster): () => Promise<{ readonly name: string; readonly target: Target }> {
  let made = 0;
  return async () => {
    const prefix = `own-${++made}`;
    await addNodes(cluster, 1, prefix);
    return { name: `${prefix}-1`, target: nodeTarget(`${prefix}-1`) };
  };
}

/** Whether a node is cordoned, and by whom it says so. */
export async function cordonOf({ core }: Cluster, name: string) {
  const { metadata, spec } = await core.readNode({ name });
  return { isCordoned: spec?.unschedulable ?? false, mark: metadata?.annotations?.['nightshift.io/cordoned'] ?? null };
}

/** Has something happen right before each real change, so many times. */
export function beforeChanges(times: number, happens: () => Promise<unknown>): (api: Api) => Api {
  let left = times;
  return (api) => ({
    ...api,
    async patch(kind, one, patch, options) {
      if (!options?.dryRun && left-- > 0) await happens();
      return api.patch(kind, one, patch, options);
    },
  });
}
