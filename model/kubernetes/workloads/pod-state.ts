/** How a container ended. Times are ISO 8601, UTC. */
export interface Termination {
  readonly reason: string | null;
  readonly exitCode: number;
  readonly signal: number | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly message: string | null;
}

/** How one container of a pod is. Texts are masked and on one line. */
export interface ContainerState {
  readonly name: string;
  readonly image: string;
  /** Whether it has to end before the others begin. */
  readonly isInit: boolean;
  readonly isReady: boolean;
  readonly restarts: number;
  /** Why it does not run yet, or not again; null while it is not said to wait. */
  readonly waiting: { readonly reason: string; readonly message: string | null } | null;
  /** Since when it runs; null while it does not. */
  readonly runningSince: string | null;
  /** How it ended, or ended before its last restart. */
  readonly ended: Termination | null;
  /** Where it takes requests. */
  readonly ports: readonly { readonly name: string | null; readonly port: number; readonly protocol: string }[];
}

/** How a pod is. Texts are masked and on one line. */
export interface PodState {
  readonly name: string;
  readonly uid: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ip: string | null;
  readonly node: string | null;
  readonly phase: string;
  /** Why the pod as a whole is so, such as `Evicted`. */
  readonly reason: string | null;
  readonly message: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string | null;
  readonly isReady: boolean;
  /** Somebody has deleted it, and it is on its way out. */
  readonly isLeaving: boolean;
  /** Why it has no node; null where it has one, or nothing is said. */
  readonly notScheduled: string | null;
  /** The kind of what keeps it; null for a bare one. */
  readonly owner: { readonly kind: string; readonly name: string } | null;
  readonly containers: readonly ContainerState[];
}

/** Whether a pod has ended for good. */
export function isOver({ phase }: { readonly phase?: string } = {}): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}
