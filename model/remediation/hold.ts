import type { AlertDetail } from '../alert/tracked-alerts.ts';
import type { AttemptPolicy } from './policy.ts';

type RuleAlerts = readonly Pick<AlertDetail, 'annotations'>[];

/** The annotation by which a rule says its own `for`: a notification does not carry it. */
const forAnnotation = 'nightshift_for';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A rule fires at its first evaluation after `for`: a minute is the slowest usual pace. */
const evaluationMs = minute;

/** Beyond this a repair would hold its target for longer than anybody waits. */
const longestHoldMs = hour;

/**
 * The policy with a hold time that outlasts the rules of these alerts, where they say how long that is: a
 * target that fails again within a rule's `for` raises no alert.
 */
export function outlastingRules(policy: AttemptPolicy, alerts: RuleAlerts): AttemptPolicy {
  const { verification } = policy;
  const longest = longestRuleMs(alerts);
  const wanted = longest > 0 ? Math.min(longest + evaluationMs, longestHoldMs) : 0;
  return { ...policy, verification: { ...verification, holdMs: Math.max(verification.holdMs, wanted) } };
}

/** How long the slowest rule of these alerts waits before it fires, in milliseconds; 0 where none says so. */
export function longestRuleMs(alerts: RuleAlerts): number {
  return Math.max(0, ...alerts.map(({ annotations }) => durationOf(annotations[forAnnotation] ?? '')));
}

/** A duration as Prometheus writes it, such as `15m` or `1h30m`, in milliseconds; 0 for anything else. */
function durationOf(text: string): number {
  const match = /^(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?$/.exec(text);
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = (match ?? []).slice(1).map((part) => Number(part ?? 0));
  return days * day + hours * hour + minutes * minute + seconds * second;
}
