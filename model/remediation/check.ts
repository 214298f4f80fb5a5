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
  /** The prediction that has to recede, for one that asks for it. */
  readonly forecast?: AwaitedForecast;
  /** How much longer than the policy says the target may take to become healthy, in milliseconds. */
  readonly extraMs?: number;
}

/** What a forecast has to say before something counts as averted. Times are in milliseconds. */
interface AwaitedForecast {
  /** The workflow id of the prediction. */
  readonly prediction: string;
  /** Since 1970: what was forecast up to then says nothing of it. */
  readonly sinceMs: number;
  /** Whatever is expected later than that from now is another trouble; null where nothing may be expected at all. */
  readonly aheadMs: number | null;
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
  /** In how many milliseconds another look may tell something new; as soon as the policy looks unless given. */
  readonly againInMs?: number;
}

/** Joins the answers to several checks: healthy only when every one of them is, and there is at least one. */
export function overallHealth(results: readonly CheckResult[]): CheckResult['health'] {
  if (results.some(({ health }) => health === 'unhealthy')) return 'unhealthy';
  return results.length > 0 && results.every(({ health }) => health === 'healthy') ? 'healthy' : 'unknown';
}
