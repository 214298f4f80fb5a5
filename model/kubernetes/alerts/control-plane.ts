import type { CatalogueEntry } from './entry.ts';
import { after, alike } from './entry.ts';

const controlPlane = {
  ruleSet: 'kube-prometheus',
  class: 'diagnose',
  about: 'Cluster',
  labels: [],
  forMs: after.quarterHour,
  runbook: 'kubernetes-alert',
} as const;
const untrusted = { ...controlPlane, holds: 'cluster' } as const;
const aggregated = { ...controlPlane, about: 'APIService', labels: ['name'] } as const;
const forecastOfEtcd = { ...controlPlane, ruleSet: 'etcd', labels: ['instance'], forMs: after.tenMinutes } as const;
const etcd = { ...forecastOfEtcd, holds: 'cluster' } as const;

/**
 * Alerts about what runs a cluster. Most of them say that the cluster cannot be trusted to be told about, or to do what it
 * is told: then no repair begins there.
 */
export const controlPlaneEntries: readonly CatalogueEntry[] = [
  ...alike(untrusted, {
    KubeAPIDown: 'Ask the API server on other ways, and look at the store behind it; nothing is changed meanwhile.',
    KubeAPIInstanceUnreachable:
      'One API server does not answer: see whether the others do; nothing is changed meanwhile.',
    KubeSchedulerDown: 'New pods would find no node, so nothing is restarted or moved.',
    KubeControllerManagerDown: 'Nobody would replace a pod that is taken away, so none is.',
  }),
  ...alike(
    { ...untrusted, forMs: after.threeHours },
    {
      KubeAPIErrorBudgetBurn: 'Requests fail or are slow: see which verbs and resources; nothing is changed meanwhile.',
    },
  ),
  ...alike(
    { ...untrusted, forMs: after.fiveMinutes },
    { KubeAPITerminatedRequests: 'The API server sheds load: see whose; Nightshift does not add to it.' },
  ),
  ...alike(
    { ...untrusted, class: 'meta' },
    { KubeVersionMismatch: 'An upgrade is under way, or stopped half-way: nothing is repaired until it is over.' },
  ),
  ...alike(
    { ...controlPlane, ruleSet: 'kubernetes-mixin' },
    {
      KubeProxyDown: 'Services may not be reached from any node: look at the pods of kube-proxy.',
      KubeProxyInstanceUnreachable: 'One kube-proxy is not heard of: look at its pod, and at Services from that node.',
    },
  ),
  ...alike(controlPlane, {
    KubeSchedulerInstanceUnreachable: 'One scheduler is not heard of; another may lead. Look at its pod and node.',
    KubeControllerManagerInstanceUnreachable:
      'One controller manager is not heard of; another may lead. Look at its pod and node.',
  }),
  ...alike(
    { ...controlPlane, labels: ['instance', 'job'] },
    { KubeClientErrors: 'A client of the API server gets errors: see which one, and whether others do.' },
  ),
  ...alike(
    { ...controlPlane, forMs: after.fiveMinutes },
    {
      KubeClientCertificateExpiration:
        'Somebody comes with a certificate that ends soon; the logs of the API server say who.',
    },
  ),
  ...alike(
    { ...aggregated, forMs: after.tenMinutes },
    { KubeAggregatedAPIErrors: 'Look at the service and the pods behind this API.' },
  ),
  ...alike(
    { ...aggregated, forMs: after.fiveMinutes },
    { KubeAggregatedAPIDown: 'Look at the service and the pods behind this API; what needs it waits too.' },
  ),
  ...alike(
    { ...etcd, labels: [], forMs: after.twentyMinutes },
    {
      etcdMembersDown: 'See which members are away and whether an upgrade runs; no member is ever restarted by itself.',
    },
  ),
  ...alike(
    { ...etcd, labels: [], forMs: after.threeMinutes },
    { etcdInsufficientMembers: 'The store has lost its majority or is about to: people first.' },
  ),
  ...alike({ ...etcd, forMs: after.oneMinute }, { etcdNoLeader: 'Nothing can be stored: people first.' }),
  ...alike(
    { ...etcd, forMs: after.quarterHour },
    {
      etcdHighNumberOfFailedProposals: 'Changes do not reach the store: see its disks and the network between members.',
    },
  ),
  ...alike(
    { ...etcd, labels: [], forMs: after.fiveMinutes },
    { etcdHighNumberOfLeaderChanges: 'Members lose sight of each other: see disks and network.' },
  ),
  ...alike(etcd, {
    etcdHighNumberOfFailedGRPCRequests: 'Requests to the store fail: see which, and on which member.',
    etcdBackendQuotaLowSpace:
      'The store is nearly full and will refuse changes; a defragmentation by people buys time.',
    etcdDatabaseQuotaLowSpace:
      'The store is nearly full and will refuse changes; a defragmentation by people buys time.',
    etcdGRPCRequestsSlow: 'The store answers slowly, so actions may time out and happen all the same.',
    etcdMemberCommunicationSlow: 'The network between members is slow.',
    etcdHighFsyncDurations: 'The disks below the store are slow: see what else writes there.',
    etcdHighCommitDurations: 'The disks below the store are slow: see what else writes there.',
  }),
  // These two may fire for weeks over a store that works: they hold nothing up.
  ...alike(forecastOfEtcd, {
    etcdExcessiveDatabaseGrowth: 'The store would be full in hours: find who writes so much.',
    etcdDatabaseHighFragmentationRatio:
      'Much of the store is empty space, which a defragmentation by people gives back.',
  }),
];
