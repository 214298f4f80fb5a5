import type { V1Pod } from '@kubernetes/client-node';
import type { Cluster } from '../../../clients/kubernetes/cluster.ts';
import { troubleOf } from '../../../model/kubernetes/workloads/pod-trouble.ts';
import { podState } from './pod-states.ts';

/** Where sick pods are looked for: in a namespace, or by a selector of fields everywhere. */
interface Surroundings {
  readonly namespace: string | null;
  readonly fields?: string;
}

/** Sick pods, one line each. */
interface SickPods {
  readonly lines: readonly string[];
  /** How many pods were looked at, where that were not all: for a sentence that counts the sick ones. */
  readonly among: string;
}

const mostRead = 200;
const mostTold = 3;

/** The pods that are sick now, apart from those that are looked at anyway: one cause may have many faces. */
export async function sickPods(
  api: Cluster,
  { namespace, ...by }: Surroundings,
  isOwn: (pod: V1Pod) => boolean,
): Promise<SickPods> {
  const { items, isWhole } = await api.list('Pod', { namespace, ...by, most: mostRead });
  const lines = items.flatMap((pod) => {
    const trouble = isOwn(pod) ? null : troubleOf(podState(pod));
    return trouble ? [`${pod.metadata?.namespace}/${trouble.pod}: ${trouble.words}`] : [];
  });
  return { lines, among: isWhole ? '' : ` of the first ${mostRead}` };
}

/** The first of them, for people. */
export function sickInWords({ lines }: SickPods, where: string): readonly string[] {
  const more = lines.length - mostTold;
  return [
    ...lines.slice(0, mostTold).map((line) => `also sick ${where}: ${line}`),
    ...(more > 0 ? [`and ${more} more are sick ${where}`] : []),
  ];
}
