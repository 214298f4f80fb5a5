import type { Alert } from '../alert/alert.ts';
import { alertName } from '../alert/alert.ts';
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
}

/** An alert that stands in the way of a repair. */
interface FailedDependency {
  readonly name: string;
  readonly labels: NamedAlert['labels'];
  /** The control plane of the target's cluster, or what a rule of the operators says. */
  readonly because: 'control-plane' | 'rule';
}

/**
 * Alerts that say that a cluster cannot be trusted to be told about, or to do what it is told: the API
 * server, its store, the schedulers, and the kubelets as a whole. The names are those of kube-prometheus
 * and of etcd's own rules.
 */
export const controlPlaneAlerts: readonly string[] = [
  'KubeAPIDown',
  'KubeAPIErrorBudgetBurn',
  'KubeAPITerminatedRequests',
  'KubeSchedulerDown',
  'KubeControllerManagerDown',
  'etcdMembersDown',
  'etcdInsufficientMembers',
  'etcdNoLeader',
  'etcdBackendQuotaLowSpace',
  'KubeletDown',
];

/** Every alert name that an answer for this target depends on: what Alertmanager has to be asked for. */
export function dependencyNames(target: Target, rules: readonly DependencyRule[]): readonly string[] {
  const own = rules.filter((rule) => matchesTarget(rule.target, target)).flatMap(({ alerts }) => alerts);
  return [...new Set([...(isInCluster(target) ? controlPlaneAlerts : []), ...own])];
}

/**
 * The alert that stands in the way of a repair, if one does.
 *
 * A repair that is itself for an alert of a control plane is never made, whatever its target. Beyond that
 * an alert counts where it fires: of a control plane only those of the target's own cluster (an alert
 * without the label `cluster` belongs to the cluster `default`, as it does for targets), of a rule all but
 * those that name another cluster. A silenced alert does not count, because somebody has judged it; an
 * inhibited one does, because it fires all the same.
 */
export function failedDependency(
  { target, alerts }: DependencyQuestion,
  known: readonly KnownAlert[],
  rules: readonly DependencyRule[],
): FailedDependency | undefined {
  const firing = [...alerts, ...known.filter(({ silencedBy }) => silencedBy.length === 0)];
  const ofControlPlane =
    alerts.find((alert) => isOneOf(controlPlaneAlerts, alert)) ??
    firing.find((alert) => isOneOf(controlPlaneAlerts, alert) && isIn(alert.labels['cluster'] || 'default', target));
  if (ofControlPlane) return obstacle(ofControlPlane, 'control-plane');
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

function isElsewhere({ labels }: NamedAlert, target: Target): boolean {
  return isInCluster(target) && Boolean(labels['cluster']) && !isIn(labels['cluster'] ?? '', target);
}
