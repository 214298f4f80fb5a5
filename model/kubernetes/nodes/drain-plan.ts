/** What a drain wants to know of a pod. */
export interface DrainedPod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** The kind of what makes another one when it goes; null for a bare pod. */
  readonly controller: string | null;
  /** The same by its name and uid. */
  readonly keeper: { readonly name: string; readonly uid: string } | null;
  readonly isReady: boolean;
  /** Whether the kubelet has it from a file: the API server cannot end it. */
  readonly isStatic: boolean;
  readonly hasEnded: boolean;
  /** Whether it keeps data on the node that are lost with it. */
  readonly hasLocalData: boolean;
  /** What its owner says of evictions, by the annotation that cluster autoscalers read; null where it says nothing. */
  readonly isSafeToEvict: boolean | null;
}

/** What a drain does with the pods of a node. */
export interface DrainPlan {
  readonly evict: readonly DrainedPod[];
  /** Left where they are, each with the reason. */
  readonly leave: readonly (readonly [DrainedPod, string])[];
  /** While there is one of them nothing is evicted at all. */
  readonly objections: readonly string[];
}

const maxObjections = 5;

/**
 * Decides what becomes of each pod. Daemons come back by themselves, and nothing in a protected namespace is touched. A pod
 * that nothing makes anew, or whose data would be lost, keeps the node from being drained unless its owner allows that.
 */
export function planDrain(pods: readonly DrainedPod[], protectedNamespaces: readonly string[]): DrainPlan {
  const staying = pods.flatMap((pod) => {
    const why = whyLeft(pod, protectedNamespaces);
    return why === null ? [] : [[pod, why] as const];
  });
  const left = new Set(staying.map(([pod]) => pod));
  const others = pods.filter((pod) => !left.has(pod));
  const objections = others.flatMap((pod) => {
    const why = objectionTo(pod);
    return why === null ? [] : [`${podName(pod)} ${why}`];
  });
  const more = objections.length - maxObjections;
  return {
    evict: others,
    leave: staying,
    objections: [...objections.slice(0, maxObjections), ...(more > 0 ? [`and ${more} more`] : [])],
  };
}

/** A pod by its full name. */
export function podName({ namespace, name }: Pick<DrainedPod, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

function whyLeft(pod: DrainedPod, protectedNamespaces: readonly string[]): string | null {
  if (pod.controller === 'DaemonSet') return 'of a daemon set';
  if (pod.isStatic) return 'static';
  if (pod.hasEnded) return 'ended';
  return protectedNamespaces.includes(pod.namespace) ? 'in a protected namespace' : null;
}

function objectionTo({ controller, hasLocalData, isSafeToEvict }: DrainedPod): string | null {
  if (isSafeToEvict === true) return null;
  if (isSafeToEvict === false) return 'is not to be evicted, says its owner';
  if (controller === null) return 'is bare: nothing would make it anew';
  return hasLocalData ? 'has data on the node that would be lost' : null;
}
