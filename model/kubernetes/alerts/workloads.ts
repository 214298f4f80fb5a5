import type { CatalogueEntry } from './entry.ts';
import { after, alike } from './entry.ts';

const workload = { ruleSet: 'kube-prometheus', forMs: after.quarterHour } as const;
const pod = { ...workload, about: 'Pod', labels: ['namespace', 'pod'], clearedBy: ['deletion'] } as const;
const deployment = { ...workload, about: 'Deployment', labels: ['namespace', 'deployment'] } as const;
const statefulSet = { ...workload, about: 'StatefulSet', labels: ['namespace', 'statefulset'] } as const;
const daemonSet = { ...workload, about: 'DaemonSet', labels: ['namespace', 'daemonset'] } as const;
const job = { ...workload, about: 'Job', labels: ['namespace', 'job_name'], clearedBy: ['deletion'] } as const;
const autoscaler = {
  ...workload,
  about: 'HorizontalPodAutoscaler',
  labels: ['namespace', 'horizontalpodautoscaler'],
} as const;

/** Alerts about pods, and about what makes and scales them. */
export const workloadAlerts: readonly CatalogueEntry[] = [
  ...alike(
    { ...pod, class: 'approval', labels: ['namespace', 'pod', 'container'], runbook: 'pod-crash-looping' },
    {
      KubePodCrashLooping:
        'Read the log before the last crash and compare it with the latest rollout; only a crash that came with it is rolled back.',
    },
  ),
  ...alike(
    { ...pod, class: 'auto', runbook: 'pod-not-ready' },
    {
      KubePodNotReady:
        'A pending pod lacks a place, a running one fails its probe; one of several may be evicted while its siblings are ready.',
    },
  ),
  ...alike(
    {
      ...pod,
      class: 'diagnose',
      labels: ['namespace', 'pod', 'container'],
      forMs: after.oneHour,
      runbook: 'container-waiting',
    },
    {
      KubeContainerWaiting:
        'Say which image, secret, setting or volume is missing; waiting longer brings none of them.',
    },
  ),
  ...alike(
    { ...deployment, class: 'approval', clearedBy: ['rollout'], runbook: 'workload-degraded' },
    {
      KubeDeploymentReplicasMismatch:
        'Say why replicas are missing: no room, a quota, a failing pod; another number of replicas is proposed.',
    },
  ),
  ...alike(
    { ...deployment, class: 'approval', clearedBy: ['rollout'], runbook: 'rollout-stuck' },
    {
      KubeDeploymentRolloutStuck:
        'Compare the revision that gets stuck with the one before, which may be brought back.',
    },
  ),
  ...alike(
    { ...deployment, class: 'approval', runbook: 'workload-degraded' },
    {
      KubeDeploymentGenerationMismatch:
        'See whether it is paused or its controller lags before a rollback is proposed.',
    },
  ),
  ...alike(
    { ...statefulSet, class: 'diagnose', clearedBy: ['rollout'], runbook: 'workload-degraded' },
    {
      KubeStatefulSetReplicasMismatch: 'Look at the first pod that is not ready, its volume and the zone of both.',
      KubeStatefulSetUpdateNotRolledOut: 'Look at the pod at which the update stopped, and at the update strategy.',
    },
  ),
  ...alike(
    { ...statefulSet, class: 'diagnose', runbook: 'workload-degraded' },
    { KubeStatefulSetGenerationMismatch: 'See whether its controller lags, and what was changed last.' },
  ),
  ...alike(
    { ...daemonSet, class: 'approval', clearedBy: ['rollout'], runbook: 'workload-degraded' },
    {
      KubeDaemonSetRolloutStuck:
        'Find the nodes whose pod is old or not ready; the pod that holds the rest up may be deleted.',
    },
  ),
  ...alike(
    { ...daemonSet, class: 'approval', forMs: after.tenMinutes, runbook: 'workload-degraded' },
    { KubeDaemonSetNotScheduled: 'Name the nodes without a pod, with their taints, room and the priority of the pod.' },
  ),
  ...alike(
    { ...daemonSet, class: 'approval', runbook: 'workload-degraded' },
    { KubeDaemonSetMisScheduled: 'Name the nodes that should have no pod; such pods may be deleted one by one.' },
  ),
  ...alike(
    { ...job, class: 'auto', runbook: 'job-failed' },
    {
      KubeJobFailed:
        'Keep the log first; the failed Job may be deleted once a later run of its CronJob succeeded, a new run waits for people.',
    },
  ),
  ...alike(
    { ...job, class: 'diagnose', forMs: after.atOnce, runbook: 'job-failed' },
    { KubeJobNotCompleted: 'It has run for twelve hours: see whether it makes progress, waits or lacks resources.' },
  ),
  ...alike(
    { ...autoscaler, class: 'approval', clearedBy: ['higher maximum'], runbook: 'autoscaler-maxed-out' },
    { KubeHpaMaxedOut: 'Compare load and requests first, it may be a leak; its maximum may be raised below a cap.' },
  ),
  ...alike(
    { ...autoscaler, class: 'diagnose', runbook: 'autoscaler-maxed-out' },
    { KubeHpaReplicasMismatch: 'Say what keeps it from the number it wants: room on nodes, a quota, a priority.' },
  ),
  ...alike(
    {
      ...workload,
      class: 'diagnose',
      about: 'PodDisruptionBudget',
      labels: ['namespace', 'poddisruptionbudget'],
      holds: 'evictions',
      runbook: 'kubernetes-alert',
    },
    { KubePdbNotEnoughHealthyPods: 'Name the pods that are missing; nobody is evicted in the namespace meanwhile.' },
  ),
];
