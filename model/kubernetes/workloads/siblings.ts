import type { PodState } from './pod-state.ts';
import { isOver } from './pod-state.ts';

/** The pods beside one, and those of them that do not serve. */
interface Siblings {
  readonly all: number;
  readonly away: readonly PodState[];
}

/** The pods beside one of a workload, which have to serve while it goes. What has ended, such as by an eviction, is none. */
export function siblingsIn(pods: readonly PodState[], name: string): Siblings {
  const others = pods.filter((pod) => pod.name !== name && !isOver(pod));
  return { all: others.length, away: others.filter(({ isReady, isLeaving }) => !isReady || isLeaving) };
}
