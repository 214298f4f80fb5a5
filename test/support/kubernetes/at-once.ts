import type { Cluster } from './use-control-plane.ts';
import { aNamespace, placed } from './use-control-plane.ts';

/** The same cluster with a namespace that stays one's own, for tests that run at once. */
export async function withNamespace(cluster: Cluster): Promise<Cluster> {
  const namespace = await aNamespace(cluster);
  return {
    ...cluster,
    namespace,
    create: (object, ...more) =>
      cluster.create(placed(object, namespace), ...more.map((other) => placed(other, namespace))),
  };
}
