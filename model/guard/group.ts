import { matchesTarget } from '../remediation/policy.ts';
import type { Target } from '../target.ts';

/** Targets that stand in for each other, such as the replicas of one service. */
export interface GuardGroup {
  readonly name: string;
  /** Patterns as {@link matchesTarget} takes them. */
  readonly targets: readonly string[];
  /** How many may be unhealthy or under repair at the same time: a count, or a share between 0 and 1. */
  readonly maxUnavailable: { readonly count: number } | { readonly share: number };
}

/** A group as it is now. */
export interface GroupState {
  readonly name: string;
  /** How many members may be away at the same time. */
  readonly limit: number;
  /** The members that are not healthy. */
  readonly unhealthy: readonly Target[];
  readonly members: readonly Target[];
}

/** Whether a target is in a group. */
export function isMember(group: Pick<GuardGroup, 'targets'>, target: Target): boolean {
  return group.targets.some((pattern) => matchesTarget(pattern, target));
}

/**
 * How many of so many members may be away. A share is rounded down, because a cap must not be exceeded
 * by rounding; a group of more than one may all the same lose one, or nothing could ever be repaired.
 * Nothing is what a share of 0 means.
 */
export function unavailableLimit({ maxUnavailable }: GuardGroup, members: number): number {
  if ('count' in maxUnavailable) return maxUnavailable.count;
  const share = Math.floor(maxUnavailable.share * members + 1e-9);
  return members > 1 && maxUnavailable.share > 0 ? Math.max(1, share) : share;
}
