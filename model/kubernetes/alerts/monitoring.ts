import type { CatalogueEntry } from './entry.ts';
import { after, alike } from './entry.ts';

const meta = {
  ruleSet: 'kube-prometheus',
  class: 'meta',
  about: 'Monitoring',
  labels: [],
  forMs: after.quarterHour,
  runbook: 'kubernetes-alert',
} as const;
const server = { ...meta, labels: ['namespace', 'pod'] } as const;
const operator = { ...meta, labels: ['namespace', 'controller'] } as const;
const alertmanagers = { ...meta, labels: ['namespace', 'service'], forMs: after.fiveMinutes } as const;

/** Alerts of the monitoring about itself. What it says of others may be wrong or late while they fire. */
export const monitoringAlerts: readonly CatalogueEntry[] = [
  ...alike(
    { ...meta, labels: [], forMs: after.atOnce, runbook: null },
    {
      Watchdog: 'It always fires: a dead-man switch outside of the cluster waits for it. Ignore it by a route.',
      InfoInhibitor: 'It only keeps alerts of severity info silent in Alertmanager. Ignore it by a route.',
    },
  ),
  ...alike(
    {
      ...meta,
      class: 'diagnose',
      about: 'Service',
      labels: ['namespace', 'service', 'job'],
      forMs: after.tenMinutes,
      runbook: 'cluster-target-down',
    },
    {
      TargetDown:
        'Look at Service, endpoints and pods: no metric that is missing now may say that it is healthy again.',
    },
  ),
  ...alike(
    { ...alertmanagers, labels: ['namespace', 'pod', 'integration'] },
    {
      AlertmanagerFailedToSendAlerts:
        'One Alertmanager cannot tell somebody, which may be Nightshift: give it another way out.',
    },
  ),
  ...alike(
    { ...alertmanagers, labels: ['namespace', 'service', 'integration'] },
    {
      AlertmanagerClusterFailedToSendAlerts:
        'No Alertmanager can tell somebody, which may be Nightshift: give it another way out.',
    },
  ),
  ...alike(alertmanagers, {
    AlertmanagerClusterDown: 'Half of the Alertmanagers are away: alerts may come late, twice or not at all.',
    AlertmanagerClusterCrashlooping: 'Half of the Alertmanagers keep ending: read the log before the last end.',
  }),
  ...alike(
    { ...alertmanagers, forMs: after.twentyMinutes },
    { AlertmanagerConfigInconsistent: 'The Alertmanagers do not agree on their configuration: one reload is missing.' },
  ),
  ...alike(
    { ...server, forMs: after.tenMinutes },
    {
      AlertmanagerFailedReload: 'Its configuration is wrong, so it goes on with the last good one.',
      PrometheusBadConfig: 'Its configuration is wrong, so it goes on with the last good one.',
      PrometheusNotConnectedToAlertmanagers: 'Nobody hears of its alerts: people first.',
      PrometheusNotIngestingSamples: 'It stores nothing new: every alert of it is old.',
      PrometheusDuplicateTimestamps: 'Two targets write the same series with other values.',
      PrometheusOutOfOrderTimestamps: 'Samples come late and are dropped: see the clocks of their targets.',
      ConfigReloaderSidecarErrors: 'The container beside it cannot bring in a new configuration.',
    },
  ),
  ...alike(server, {
    AlertmanagerMembersInconsistent: 'It does not find its peers, so people may be told twice.',
    AlertmanagerClusterFailedPeers: 'It has lost peers, so people may be told twice.',
    PrometheusKubernetesListWatchFailures: 'It cannot read from the API server which targets there are.',
    PrometheusNotificationQueueRunningFull: 'Alerts wait longer than they should: see Alertmanager.',
    PrometheusErrorSendingAlertsToSomeAlertmanagers: 'One Alertmanager takes no alerts from it.',
    PrometheusErrorSendingAlertsToAnyAlertmanager: 'No Alertmanager takes its alerts: people first.',
    PrometheusRemoteStorageFailures: 'What is kept elsewhere has gaps.',
    PrometheusRemoteWriteBehind: 'What is kept elsewhere is late.',
    PrometheusRemoteWriteDesiredShards: 'It may not send as fast as it has to: raise its shards.',
    PrometheusRuleFailures: 'Rules cannot be evaluated, so alerts may be missing.',
    PrometheusMissingRuleEvaluations: 'Rules take too long, so alerts come late.',
    PrometheusTargetLimitHit: 'Targets over its limit are left out.',
    PrometheusLabelLimitHit: 'Targets with too many labels are left out.',
    PrometheusScrapeBodySizeLimitHit: 'Targets that answer too much are left out.',
    PrometheusScrapeSampleLimitHit: 'Targets with too many samples are left out.',
    PrometheusHighQueryLoad: 'Its queries wait for each other: see who asks so much.',
  }),
  ...alike(
    { ...server, forMs: after.fiveMinutes },
    { PrometheusTargetSyncFailure: 'Targets are left out, because what describes them is wrong.' },
  ),
  ...alike(
    { ...server, forMs: after.twentyMinutes },
    { PrometheusSDRefreshFailure: 'It no longer learns which targets there are.' },
  ),
  ...alike(
    { ...server, forMs: after.fourHours },
    {
      PrometheusTSDBReloadsFailing: 'It cannot read its own blocks: see its disk.',
      PrometheusTSDBCompactionsFailing: 'It cannot tidy its blocks, and its disk fills up.',
    },
  ),
  ...alike(operator, {
    PrometheusOperatorListErrors: 'The operator cannot read its objects: see its rights and the API server.',
    PrometheusOperatorWatchErrors: 'The operator cannot watch its objects: see its rights and the API server.',
  }),
  ...alike(
    { ...operator, forMs: after.tenMinutes },
    {
      PrometheusOperatorSyncFailed: 'Changes of the monitoring do not take effect: read its log.',
      PrometheusOperatorReconcileErrors: 'Changes of the monitoring do not take effect: read its log.',
      PrometheusOperatorStatusUpdateErrors: 'It cannot write what became of its objects.',
      PrometheusOperatorNodeLookupErrors: 'It cannot find the addresses of nodes: their kubelets may not be measured.',
    },
  ),
  ...alike(
    { ...operator, forMs: after.fiveMinutes },
    {
      PrometheusOperatorNotReady: 'Changes of the monitoring wait until it is ready.',
      PrometheusOperatorRejectedResources: 'Rules or monitors of somebody are wrong and left out.',
    },
  ),
  ...alike(meta, {
    KubeStateMetricsListErrors: 'It cannot read objects: alerts about them may be missing.',
    KubeStateMetricsWatchErrors: 'It cannot watch objects: alerts about them may be old.',
    KubeStateMetricsShardingMismatch: 'Its shards do not agree: objects are counted twice or not at all.',
    KubeStateMetricsShardsMissing: 'A shard is missing: alerts about its objects are too.',
  }),
  ...alike(
    { ...meta, labels: ['namespace', 'handler'], forMs: after.fiveMinutes },
    { GrafanaRequestsFailing: 'Dashboards fail: look at the pod of Grafana and at what it reads from.' },
  ),
];
