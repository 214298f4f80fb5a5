import type { Alert } from '../alert/alert.ts';
import { alertName } from '../alert/alert.ts';
import { alertsThatHold } from '../kubernetes/alerts/catalogue.ts';
import { matchesTarget } from '../remediation/policy.ts';
import type { Target } from '../target.ts';
import { canonicalPath } from '../target.ts';
import type { KnownAlert } from './known-alert.ts';

/** What targets depend on: none of them is repaired while one of the alerts fires. */
export interface DependencyRule {
  /** A canonical target or the beginning of one, in which `*` stands for any one part. */
  readonly target: string;
  readonly alerts: readonly string[];
}

/** One alert, as far as a dependency looks at it. */
type NamedAlert = Pick<Alert, 'labels'>;

/** What asks whether it may be repaired. */
interface DependencyQuestion {
  readonly target: Target;
  /** The alerts that the repair itself is for. */
  readonly alerts: readonly NamedAlert[];
  /** Whether running pods are taken away for it. */
  readonly evicts?: boolean;
}

/** An alert that stands in the way of a repair. */
interface FailedDependency {
  readonly name: string;
  readonly labels: NamedAlert['labels'];
  /** The control plane of the target's cluster, a disruption budget in its namespace, or what a rule of the operators says. */
  readonly because: 'control-plane' | 'evictions' | 'rule';
}

/**
 * Alerts that say that a cluster cannot be trusted to be told about, or to do what it is told: of the API server, its store,
 * the controllers and the kubelets as a whole. So does an upgrade that is under way.
 */
export const controlPlaneAlerts = alertsThatHold('cluster');

/** Alerts that say that too few pods of something are healthy already: no other may be taken away in their namespace. */
export const evictionAlerts = alertsThatHold('evictions');

/** Every alert name that an answer for this target depends on: what Alertmanager has to be asked for. */
export function dependencyNames(target: Target, rules: readonly DependencyRule[]): readonly string[] {
  const own = rules.filter((rule) => matchesTarget(rule.target, target)).flatMap(({ alerts }) => alerts);
  return [...new Set([...(isInCluster(target) ? [...controlPlaneAlerts, ...evictionAlerts] : []), ...own])];
}

/**
 * The alert that stands in the way of a repair, if one does.
 *
 * A repair that is itself for an alert of a control plane is never made, whatever its target. Beyond that
 * an alert counts where it fires: of a control plane only those of the target's own cluster (an alert
 * without the label `cluster` belongs to the cluster `default`, as it does for targets), of a disruption
 * budget those of the target's namespace, where pods are taken away, of a rule all but those that name another
 * cluster. A node has no namespace: what its drain takes away the budgets refuse one by one. A silenced alert
 * does not count, because somebody has judged it; an inhibited one does, because it fires all the same.
 */
export function failedDependency(
  { target, alerts, evicts = false }: DependencyQuestion,
  known: readonly KnownAlert[],
  rules: readonly DependencyRule[],
): FailedDependency | undefined {
  const firing = [...alerts, ...known.filter(({ silencedBy }) => silencedBy.length === 0)];
  const ofControlPlane =
    alerts.find((alert) => isOneOf(controlPlaneAlerts, alert)) ??
    firing.find((alert) => isOneOf(controlPlaneAlerts, alert) && isIn(alert.labels['cluster'] || 'default', target));
  if (ofControlPlane) return obstacle(ofControlPlane, 'control-plane');
  const ofBudget = evicts && firing.find((alert) => isOneOf(evictionAlerts, alert) && isAround(alert, target));
  if (ofBudget) return obstacle(ofBudget, 'evictions');
  const names = rules.filter((rule) => matchesTarget(rule.target, target)).flatMap((rule) => rule.alerts);
  const ofRule = firing.find((alert) => isOneOf(names, alert) && !isElsewhere(alert, target));
  return ofRule && obstacle(ofRule, 'rule');
}

function obstacle(alert: NamedAlert, because: FailedDependency['because']): FailedDependency {
  return { name: alertName(alert), labels: alert.labels, because };
}

function isOneOf(names: readonly string[], alert: NamedAlert): boolean {
  return names.includes(alertName(alert));
}

function isInCluster(target: Target): boolean {
  return matchesTarget('kubernetes', target);
}

function isIn(cluster: string, target: Target): boolean {
  return matchesTarget(canonicalPath('kubernetes', cluster), target);
}

/** Whether an alert is about something in the target's namespace; one that names no namespace may be about any. */
function isAround({ labels }: NamedAlert, target: Target): boolean {
  const namespace = labels['namespace'] ? [labels['namespace']] : [];
  return matchesTarget(canonicalPath('kubernetes', labels['cluster'] || 'default', ...namespace), target);
}

function isElsewhere({ labels }: NamedAlert, target: Target): boolean {
  return isInCluster(target) && Boolean(labels['cluster']) && !isIn(labels['cluster'] ?? '', target);
}
