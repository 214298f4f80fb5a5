import type { V1Pod } from '@kubernetes/client-node';
import type { FoundObject } from '../../described/clusters.ts';
import { podsOf, selectorText } from '../owned-pods.ts';
import { nameOf } from '../object-of-action.ts';
import type { Rolling } from '../workloads/revisions.ts';
import { isRollingKind } from '../workloads/revisions.ts';

/** A workload whose pods follow a template, and those of its pods that are not on their way out. */
interface SeenWorkload {
  readonly workload: Rolling;
  readonly pods: readonly V1Pod[];
  /** The selector of its pods. */
  readonly labels: string;
}

/** Looks at a workload and its pods; a text says why there is nothing to look at. */
export async function lookAtWorkload(found: FoundObject): Promise<SeenWorkload | string> {
  const { kind } = found;
  if (!isRollingKind(kind)) return `a ${kind} follows no template that could be changed`;
  const workload = await found.api.get(kind, nameOf(found));
  if (!workload) return 'there is no such workload';
  const pods = await podsOf(found.api, kind, workload);
  const staying = pods.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  return { workload, pods: staying, labels: selectorText(workload.spec?.selector) };
}
