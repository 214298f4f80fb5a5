import type { PodState } from '../workloads/pod-state.ts';
import { isThere } from './pod-state.ts';

/** A pod, and why it takes no part in the mesh. */
interface Disconnected {
  readonly pod: PodState;
  readonly why: string;
}

/** Labels and annotations by which people keep pods out of a mesh. */
const keptOut: readonly (readonly [name: string, value: string])[] = [
  ['sidecar.istio.io/inject', 'false'],
  ['linkerd.io/inject', 'disabled'],
];

/** Whether people wanted a pod without a sidecar. */
export function isKeptOut(marks: Readonly<Record<string, string>>): boolean {
  return keptOut.some(([name, value]) => marks[name] === value);
}

/** The pods of a workload whose sidecar is missing, does not work, or is of another kind than the youngest pod got. */
export function disconnectedPods(pods: readonly PodState[], container: string): readonly Disconnected[] {
  const present = pods.filter(isThere);
  const sidecarOf = (pod: PodState) => pod.containers.find(({ name }) => name === container);
  const [youngest] = present
    .filter((pod) => sidecarOf(pod) !== undefined)
    .toSorted((a, b) => madeAt(b).localeCompare(madeAt(a)));
  const image = youngest && sidecarOf(youngest)?.image;
  const why = (pod: PodState): string | null => {
    const sidecar = sidecarOf(pod);
    if (!sidecar) return `has no container ${container}`;
    if (!sidecar.isReady)
      return `its ${container} is not ready${sidecar.waiting === null ? '' : ` (${sidecar.waiting.reason})`}`;
    return sidecar.image === image ? null : `its ${container} was injected before the last change`;
  };
  return present.flatMap((pod) => {
    const reason = why(pod);
    return reason === null ? [] : [{ pod, why: reason }];
  });
}

/** The order in which they are replaced: those that serve nobody first, then the oldest. */
export function replacementOrder(disconnected: readonly Disconnected[]): readonly PodState[] {
  return disconnected
    .map(({ pod }) => pod)
    .toSorted((a, b) => Number(a.isReady) - Number(b.isReady) || madeAt(a).localeCompare(madeAt(b)));
}

function madeAt({ createdAt }: PodState): string {
  return createdAt ?? '';
}
