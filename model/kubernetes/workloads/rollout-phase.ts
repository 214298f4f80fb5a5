/** How far a workload is with what it shall be, in counts of pods. */
export interface RolloutState {
  readonly desired: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
  /** Pods of older templates that are still there. */
  readonly old: number;
  /** Pods that keep an older template, because its partition says so. */
  readonly heldBack: number;
  /** Whether its controller has seen its newest specification. */
  readonly isSeen: boolean;
  readonly isPaused: boolean;
  /** Whether it replaces a pod only when somebody deletes it. */
  readonly isByHand: boolean;
  /** Whether its controller has given up waiting for it. */
  readonly isStuck: boolean;
  /** Pods that are where they should not be. */
  readonly misplaced: number;
}

/**
 * How far the pods of a workload follow its template. `partitioned`: all that its partition lets go have followed.
 * `by hand`: it replaces no pod by itself, so nothing is awaited.
 */
export type RolloutPhase = 'settled' | 'partitioned' | 'under way' | 'paused' | 'by hand';

/**
 * Whether a rollout goes on, as `kubectl rollout status` decides it; whether the pods are ready does not matter. One that
 * is paused or not begun is not settled, because what comes next would be mixed with it.
 */
export function rolloutPhase({ isSeen, isPaused, isByHand, heldBack, ...state }: RolloutState): RolloutPhase {
  if (isPaused) return 'paused';
  if (!isSeen) return 'under way';
  if (isByHand) return 'by hand';
  if (state.updated < state.desired - heldBack || state.old > heldBack) return 'under way';
  return heldBack > 0 ? 'partitioned' : 'settled';
}

/** Whether a workload is as far as its strategy brings it, and as many of its pods serve as shall. */
export function isAvailable(state: RolloutState): boolean {
  const phase = rolloutPhase(state);
  return phase !== 'paused' && phase !== 'under way' && state.available >= state.desired;
}
