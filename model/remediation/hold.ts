import type { AlertDetail } from '../alert/tracked-alerts.ts';
import { answerTo } from '../kubernetes/alerts/catalogue.ts';
import type { Target } from '../target.ts';
import type { AttemptPolicy } from './policy.ts';
import { matchesTarget } from './policy.ts';

/** Alerts and what they are about. */
interface Trouble {
  readonly target: Target;
  readonly alerts: readonly Pick<AlertDetail, 'labels' | 'annotations'>[];
}

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
 * The policy with a hold time that outlasts the rules of these alerts, where it is known how long that is: a
 * target that fails again within a rule's `for` raises no alert.
 */
export function outlastingRules(policy: AttemptPolicy, trouble: Trouble): AttemptPolicy {
  const { verification } = policy;
  const longest = longestRuleMs(trouble);
  const wanted = longest > 0 ? Math.min(longest + evaluationMs, longestHoldMs) : 0;
  return { ...policy, verification: { ...verification, holdMs: Math.max(verification.holdMs, wanted) } };
}

/** How long the slowest rule of these alerts waits before it fires, in milliseconds; 0 where nobody knows. */
export function longestRuleMs({ target, alerts }: Trouble): number {
  const isInCluster = matchesTarget('kubernetes', target);
  return Math.max(
    0,
    ...alerts.map(({ labels, annotations }) => {
      const known = isInCluster ? answerTo(labels['alertname'] ?? '').forMs : 0;
      return durationOf(annotations[forAnnotation] ?? '') ?? known;
    }),
  );
}

/** A duration as Prometheus writes it, such as `15m` or `1h30m`, in milliseconds; null for anything else. */
function durationOf(text: string): number | null {
  const match = /^(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?$/.exec(text);
  if (!text || !match) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return days * day + hours * hour + minutes * minute + seconds * second;
}
