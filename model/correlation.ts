import type { Alert } from './alert/alert.ts';
import type { LabelMatcher } from './alert/matcher.ts';
import { matchesLabels } from './alert/matcher.ts';
import { meantBy } from './meant-target.ts';
import type { RunbookName } from './names.ts';
import type { DescribedTarget, Target } from './target.ts';
import { canonicalPath } from './target.ts';

/** An operator's say in what belongs together. The first route whose labels match decides. */
export interface Route {
  readonly name: string;
  readonly match: LabelMatcher;
  /** Alerts that need no incident, such as a heartbeat. */
  readonly ignore: boolean;
  /** Alerts with the same values of these labels join one incident. */
  readonly groupBy: readonly string[] | null;
  /** The runbook that answers these alerts, whatever their name. */
  readonly runbook: RunbookName | null;
}

/** Where one alert belongs. */
interface Correlation {
  /** The incident's key, null when a route ignores the alert. */
  readonly incident: string | null;
  readonly target: Target | null;
  readonly runbook: RunbookName | null;
  readonly route: string | null;
}

/** Decides, for one alert alone, which incident it belongs to. Groups of the sender play no part in it. */
export function correlate(
  alert: Pick<Alert, 'fingerprint' | 'labels'>,
  routes: readonly Route[],
  described: readonly DescribedTarget[],
): Correlation {
  const meant = meantBy(alert, described);
  const target = meant?.target ?? null;
  const route = routes.find(({ match }) => matchesLabels(match, alert.labels));
  const runbook = route?.runbook ?? meant?.runbook ?? null;
  if (route?.ignore) return { incident: null, target, runbook, route: route.name };
  const incident = route?.groupBy
    ? groupKey(route, route.groupBy, alert)
    : (target ?? canonicalPath('alert', alert.fingerprint));
  return { incident, target, runbook, route: route?.name ?? null };
}

function groupKey(route: Route, labelNames: readonly string[], alert: Pick<Alert, 'labels'>): string {
  return canonicalPath('group', route.name, ...labelNames.map((name) => `${name}=${valueOf(alert, name)}`));
}

function valueOf({ labels }: Pick<Alert, 'labels'>, name: string): string {
  return (Object.hasOwn(labels, name) ? labels[name] : undefined) ?? '';
}
