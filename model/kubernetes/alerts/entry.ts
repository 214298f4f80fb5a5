import type { RunbookName } from '../../names.ts';

/**
 * How far a repair may go for an alert. `auto` means that something may be done by itself within the caps, `approval` that
 * whatever may be done waits for people, `diagnose` that people get it with everything that was found, and `meta` that the
 * alert speaks of the monitoring, or of nothing that is sick.
 */
export const alertClasses = ['auto', 'approval', 'diagnose', 'meta'] as const;
export type AlertClass = (typeof alertClasses)[number];

/**
 * The rules that an alert comes from; of kubernetes-mixin those that kube-prometheus leaves out. Decision 26 names the
 * projects, and how far names and times were compared with them.
 */
type RuleSet =
  | 'awesome-prometheus-alerts'
  | 'coredns'
  | 'deckhouse'
  | 'etcd'
  | 'ingress-nginx'
  | 'kube-prometheus'
  | 'kubernetes-mixin';

/** What an alert is about. A host is what a node is to node_exporter; monitoring has no target of ours. */
type AlertSubject =
  | 'APIService'
  | 'Cluster'
  | 'CronJob'
  | 'DaemonSet'
  | 'Deployment'
  | 'HorizontalPodAutoscaler'
  | 'Host'
  | 'Job'
  | 'Monitoring'
  | 'Namespace'
  | 'Node'
  | 'PersistentVolume'
  | 'PersistentVolumeClaim'
  | 'Pod'
  | 'PodDisruptionBudget'
  | 'ReplicaSet'
  | 'ResourceQuota'
  | 'Service'
  | 'StatefulSet';

/** What ends an alert while the trouble may go on: none of it proves anything. */
type ClearingStep = 'cordon' | 'deletion' | 'higher maximum' | 'rollout';

/** What must wait while an alert fires: every repair in its cluster, or evictions in its namespace. */
export type Hold = 'cluster' | 'evictions';

/** What alerts of a kind have in common. */
interface AlertTraits {
  readonly ruleSet: RuleSet;
  readonly class: AlertClass;
  readonly about: AlertSubject;
  /**
   * The labels that name what is sick, the cluster's aside: its namespace, if it has one, then its name, then what of it. No
   * other label of the alert may be read for that: `instance`, `job`, and often `pod`, `service` and `namespace` are those of
   * whoever measured it.
   */
  readonly labels: readonly string[];
  /** The `for` of its rule, in milliseconds; of several rules the longest. */
  readonly forMs: number;
  readonly clearedBy?: readonly ClearingStep[];
  readonly holds?: Hold;
  /** The runbook that answers it; null where it needs no incident. */
  readonly runbook: RunbookName | null;
}

/** What is known of one alert. */
export interface CatalogueEntry extends AlertTraits {
  readonly alert: string;
  /** One sentence for people: what is looked at, and what may be done. */
  readonly advice: string;
}

const minute = 60_000;
const hour = 60 * minute;

/** The times after which rules fire. */
export const after = {
  atOnce: 0,
  oneMinute: minute,
  twoMinutes: 2 * minute,
  threeMinutes: 3 * minute,
  fiveMinutes: 5 * minute,
  tenMinutes: 10 * minute,
  quarterHour: 15 * minute,
  twentyMinutes: 20 * minute,
  halfHour: 30 * minute,
  oneHour: hour,
  threeHours: 3 * hour,
  fourHours: 4 * hour,
  twelveHours: 12 * hour,
} as const;

/** The entries of alerts that differ in nothing but their names and what people are told. */
export function alike(traits: AlertTraits, advice: Readonly<Record<string, string>>): readonly CatalogueEntry[] {
  return Object.entries(advice).map(([alert, words]) => ({ ...traits, alert, advice: words }));
}
