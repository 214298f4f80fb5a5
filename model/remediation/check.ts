import type { DiskPaces } from '../host/disk-forecast.ts';
import type { CheckName } from '../names.ts';
import type { Target } from '../target.ts';
import type { Facts } from './plan.ts';

/** A question about one target whose answer does not come from the alert's own signal. */
export interface Check {
  readonly check: CheckName;
  readonly target: Target;
  /** How fast the target filled up before, for one that lets people know how long the rest will last. */
  readonly paces?: DiskPaces | null;
  /** How much longer than the policy says the target may take to become healthy, in milliseconds. */
  readonly extraMs?: number;
}

/** The answer. `unknown` is never taken for `healthy`. */
export interface CheckResult {
  readonly check: CheckName;
  readonly target: Target;
  readonly health: 'healthy' | 'unhealthy' | 'unknown';
  /** One plain line, masked. */
  readonly summary: string;
  /** What people may want to read of it, beyond the summary: a few plain lines, masked. */
  readonly details?: readonly string[];
  /** What rules and plans may need of it. Not for people. */
  readonly facts?: Facts;
  /** Said of what is not healthy, and will not be by waiting for it. */
  readonly isFinal?: true;
}

/** Joins the answers to several checks: healthy only when every one of them is, and there is at least one. */
export function overallHealth(results: readonly CheckResult[]): CheckResult['health'] {
  if (results.some(({ health }) => health === 'unhealthy')) return 'unhealthy';
  return results.length > 0 && results.every(({ health }) => health === 'healthy') ? 'healthy' : 'unknown';
}
