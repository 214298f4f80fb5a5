import type { CatalogueEntry } from './entry.ts';
import { after, alike } from './entry.ts';

const ofRules = { ruleSet: 'kube-prometheus' } as const;
const cluster = { ...ofRules, class: 'diagnose', about: 'Cluster', labels: [], runbook: 'kubernetes-alert' } as const;
const quota = {
  ...ofRules,
  class: 'diagnose',
  about: 'ResourceQuota',
  labels: ['namespace', 'resourcequota', 'resource'],
  forMs: after.quarterHour,
  runbook: 'quota-exhausted',
} as const;
const claim = {
  ...ofRules,
  about: 'PersistentVolumeClaim',
  labels: ['namespace', 'persistentvolumeclaim'],
  forMs: after.oneHour,
} as const;

/** Alerts about what workloads ask for and are given: requests, quotas and volumes. */
export const resourceAlerts: readonly CatalogueEntry[] = [
  ...alike(
    { ...cluster, forMs: after.tenMinutes },
    {
      KubeCPUOvercommit: 'The pods would not fit if one node were lost: more nodes, or smaller requests.',
      KubeMemoryOvercommit: 'The pods would not fit if one node were lost: more nodes, or smaller requests.',
    },
  ),
  ...alike(
    { ...cluster, forMs: after.fiveMinutes },
    {
      KubeCPUQuotaOvercommit: 'The quotas promise far more than the nodes have: people decide whose is cut.',
      KubeMemoryQuotaOvercommit: 'The quotas promise far more than the nodes have: people decide whose is cut.',
    },
  ),
  ...alike(quota, {
    KubeQuotaAlmostFull: 'Say who uses the quota, and what would no longer fit.',
    KubeQuotaFullyUsed: 'Say who uses the quota, and which pods it keeps from starting.',
    KubeQuotaExceeded: 'More is used than the quota has now: say since when, and who would not be let in again.',
  }),
  ...alike(
    {
      ...ofRules,
      class: 'meta',
      about: 'Pod',
      labels: ['namespace', 'pod', 'container'],
      forMs: after.quarterHour,
      clearedBy: ['deletion'],
      runbook: 'kubernetes-alert',
    },
    {
      CPUThrottlingHigh:
        'Alone it is no trouble, and no reason to raise a limit; it explains others that fire beside it.',
    },
  ),
  ...alike(
    { ...claim, class: 'approval', runbook: 'claim-filling-up' },
    {
      KubePersistentVolumeFillingUp:
        'Say how fast it fills and whether its class may grow; a step may be proposed, and nothing in it is ever deleted.',
    },
  ),
  ...alike(
    { ...claim, class: 'diagnose', runbook: 'claim-filling-up' },
    {
      KubePersistentVolumeInodesFillingUp:
        'Too many files: more bytes help only where the file system makes inodes of them.',
    },
  ),
  ...alike(
    {
      ...ofRules,
      class: 'diagnose',
      about: 'PersistentVolume',
      labels: ['persistentvolume'],
      forMs: after.fiveMinutes,
      runbook: 'claim-filling-up',
    },
    { KubePersistentVolumeErrors: 'Read the events of volume and claim; the storage behind them is for people.' },
  ),
];
