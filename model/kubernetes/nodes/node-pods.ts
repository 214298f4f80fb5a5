/** What is counted of a pod on a node. */
export interface PodOnNode {
  readonly namespace: string;
  readonly name: string;
  readonly controller: string | null;
  readonly hasEnded: boolean;
  readonly hasLocalData: boolean;
  readonly isReady: boolean;
  /** Such as `CrashLoopBackOff`; empty where nothing is said. */
  readonly reason: string;
}

/** The share of its places from which on a node has too many pods: the alert's own measure. */
const fullShare = 0.95;

/** What is on a node, as people and rules want it. */
interface NodePodCount {
  readonly running: number;
  readonly isFull: boolean;
  readonly summary: string;
  readonly details: readonly string[];
}

const maxNamed = 10;

/** Counts the pods of a node against its places, and names those that are sick. */
export function countPods(pods: readonly PodOnNode[], places: number | null, isWhole: boolean): NodePodCount {
  const running = pods.filter(({ hasEnded }) => !hasEnded);
  const sick = running.filter(({ isReady }) => !isReady);
  const isFull = places !== null && running.length >= fullShare * places;
  const kinds = [...Map.groupBy(running, ({ controller }) => controller ?? 'bare')]
    .map(([kind, members]) => `${members.length} ${kind}`)
    .toSorted()
    .join(', ');
  const local = running.filter(({ hasLocalData }) => hasLocalData).length;
  const least = isWhole ? '' : 'at least ';
  return {
    running: running.length,
    isFull,
    summary: `${least}${running.length} pods${places === null ? '' : ` of ${places} places`}, ${sick.length} not ready`,
    details: [
      ...(kinds === '' ? [] : [`kept by: ${kinds}; with data on the node: ${local}`]),
      ...sick
        .slice(0, maxNamed)
        .map(({ namespace, name, reason }) => `not ready: ${namespace}/${name} ${reason}`.trim()),
      ...(sick.length > maxNamed ? [`and ${sick.length - maxNamed} more that are not ready`] : []),
    ],
  };
}
