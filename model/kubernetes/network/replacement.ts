import type { PodState } from '../workloads/pod-state.ts';
import { siblingsIn } from '../workloads/siblings.ts';
import { isThere } from './pod-state.ts';

/** Why a pod of a workload may not be replaced now; null where it may: it serves nobody, or all of its siblings do. */
export function workloadObstacle(pods: readonly PodState[], name: string): string | null {
  const pod = pods.find((one) => one.name === name);
  if (!pod) return 'it is no pod of its workload any more';
  if (pod.isLeaving) return 'it is being deleted already';
  if (!pod.isReady) return null;
  const { all, away } = siblingsIn(pods, name);
  if (all === 0) return 'it is the only pod of its workload, and serves';
  return away.length === 0 ? null : `its sibling ${away[0]?.name} is not ready`;
}

/**
 * Why a DNS pod may not be replaced now; null where it may: another one answers, or this one does not answer either.
 *
 * @param answers whether look-ups at a pod succeed; `unknown` where it was not asked.
 */
export function dnsObstacle(
  pods: readonly PodState[],
  name: string,
  answers: (pod: PodState) => 'yes' | 'no' | 'unknown',
): string | null {
  const pod = pods.find((one) => one.name === name);
  if (!pod) return 'it is no pod of the described DNS workload';
  if (pod.isLeaving) return 'it is being deleted already';
  const others = pods.filter((one) => one.name !== name && isThere(one));
  if (answers(pod) === 'unknown') return 'nobody has asked it whether it answers look-ups';
  if (others.some((one) => one.isReady && answers(one) === 'yes') || answers(pod) === 'no') return null;
  return 'no other DNS pod answers look-ups';
}

/**
 * What is still missing until a pod has been replaced; null when nothing is.
 *
 * @param wanted how many pods there have to be.
 * @param container one that each pod that came since has to have, and that has to be ready in it; null for any pod.
 */
export function missingReplacement(
  pods: readonly PodState[],
  gone: Pick<PodState, 'uid'>,
  { before, wanted, container }: { before: ReadonlySet<string>; wanted: number; container: string | null },
): string | null {
  if (pods.some(({ uid }) => uid === gone.uid)) return 'the pod is still there';
  const present = pods.filter(isThere);
  if (present.length < wanted) return `${present.length} of ${wanted} pods are there`;
  const young = present.filter(({ uid }) => !before.has(uid));
  if (young.length === 0) return 'no new pod has come';
  const unready = young.find(({ isReady }) => !isReady);
  if (unready) return `${unready.name} is not ready`;
  if (container === null) return null;
  const without = young.find((pod) => !pod.containers.some(({ name, isReady }) => name === container && isReady));
  return without ? `${without.name} has no container ${container} that is ready` : null;
}
