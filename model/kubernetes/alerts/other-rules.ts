import type { CatalogueEntry } from './entry.ts';
import { after, alike } from './entry.ts';

const collection = { ruleSet: 'awesome-prometheus-alerts', forMs: after.tenMinutes } as const;
const pod = { ...collection, about: 'Pod', labels: ['namespace', 'pod'], clearedBy: ['deletion'] } as const;
const container = { ...pod, labels: ['namespace', 'pod', 'container'] } as const;
const deployment = { ...collection, about: 'Deployment', labels: ['namespace', 'deployment'] } as const;
const statefulSet = { ...collection, about: 'StatefulSet', labels: ['namespace', 'statefulset'] } as const;
const daemonSet = { ...collection, about: 'DaemonSet', labels: ['namespace', 'daemonset'] } as const;
const claim = {
  ...collection,
  about: 'PersistentVolumeClaim',
  labels: ['namespace', 'persistentvolumeclaim'],
  forMs: after.twoMinutes,
} as const;
const autoscaler = {
  ...collection,
  about: 'HorizontalPodAutoscaler',
  labels: ['namespace', 'horizontalpodautoscaler'],
  forMs: after.twoMinutes,
} as const;
const node = { ...collection, about: 'Node', labels: ['node'], runbook: 'node-unhealthy' } as const;
const pressure = { ...node, class: 'diagnose', forMs: after.twoMinutes } as const;
const told = { class: 'diagnose', runbook: 'kubernetes-alert' } as const;
const cluster = { ...collection, ...told, about: 'Cluster', labels: [], forMs: after.twoMinutes } as const;
const dns = {
  ruleSet: 'coredns',
  about: 'Cluster',
  labels: [],
  forMs: after.tenMinutes,
  runbook: 'cluster-dns',
} as const;

const outOfMemory =
  'Compare what it used with its limit; a leak is told from a need, and a higher limit below a cap waits for people.';
const restart = 'Prove by lookups that names do not resolve; the DNS pods may be restarted one at a time.';
const crowded = 'See what fills it; a cordon within the cap sends new pods elsewhere.';
const full =
  'Say how fast it fills and whether its class may grow; a step may be proposed, and nothing in it is ever deleted.';

/** Alerts of other collections that mean the same troubles, some by an older and a newer name. */
export const otherAlerts: readonly CatalogueEntry[] = [
  ...alike(
    { ...container, class: 'approval', forMs: after.atOnce, runbook: 'container-oom-killed' },
    { KubernetesContainerOomKiller: outOfMemory },
  ),
  ...alike(
    { ...collection, ...told, about: 'Host', labels: ['instance'], forMs: after.atOnce },
    { HostOomKillDetected: 'The kernel ended a process on this host: say which one, and what took the memory.' },
  ),
  ...alike(
    { ...container, class: 'approval', forMs: after.twoMinutes, runbook: 'pod-crash-looping' },
    {
      KubernetesPodCrashLooping:
        'Read the log before the last crash; only a crash that came with a rollout is rolled back.',
    },
  ),
  ...alike(
    { ...pod, class: 'auto', forMs: after.quarterHour, runbook: 'pod-not-ready' },
    {
      KubernetesPodNotHealthy:
        'A pending pod lacks a place; one of several may be evicted while its siblings are ready.',
    },
  ),
  ...alike(
    { ...deployment, class: 'approval', runbook: 'workload-degraded' },
    {
      KubernetesDeploymentReplicasMismatch: 'Say why replicas are missing; another number of replicas is proposed.',
      KubernetesDeploymentGenerationMismatch:
        'See whether it is paused or its controller lags before a rollback is proposed.',
    },
  ),
  ...alike(
    {
      ...collection,
      class: 'diagnose',
      about: 'ReplicaSet',
      labels: ['namespace', 'replicaset'],
      runbook: 'workload-degraded',
    },
    {
      KubernetesReplicassetMismatch: 'Say why replicas are missing, and whether its Deployment still wants it.',
      KubernetesReplicasetMismatch: 'Say why replicas are missing, and whether its Deployment still wants it.',
      KubernetesReplicasetReplicasMismatch: 'Say why replicas are missing, and whether its Deployment still wants it.',
    },
  ),
  ...alike(
    { ...statefulSet, class: 'diagnose', runbook: 'workload-degraded' },
    {
      KubernetesStatefulsetReplicasMismatch:
        'Look at the first pod that is not ready, its volume and the zone of both.',
      KubernetesStatefulsetGenerationMismatch: 'See whether its controller lags, and what was changed last.',
      KubernetesStatefulsetUpdateNotRolledOut:
        'Look at the pod at which the update stopped, and at the update strategy.',
    },
  ),
  ...alike(
    { ...statefulSet, class: 'diagnose', forMs: after.oneMinute, runbook: 'workload-degraded' },
    { KubernetesStatefulsetDown: 'Look at the first pod that is not ready, its volume and the zone of both.' },
  ),
  ...alike(
    { ...daemonSet, class: 'approval', runbook: 'workload-degraded' },
    { KubernetesDaemonsetRolloutStuck: 'Find the nodes whose pod is old or not ready; it may be deleted.' },
  ),
  ...alike(
    { ...daemonSet, class: 'approval', forMs: after.oneMinute, runbook: 'workload-degraded' },
    { KubernetesDaemonsetMisscheduled: 'Name the nodes that should have no pod; such pods may be deleted one by one.' },
  ),
  ...alike(
    {
      ...collection,
      class: 'auto',
      about: 'Job',
      labels: ['namespace', 'job_name'],
      forMs: after.atOnce,
      clearedBy: ['deletion'],
      runbook: 'job-failed',
    },
    { KubernetesJobFailed: 'Keep the log first; it may be deleted once a later run of its CronJob succeeded.' },
  ),
  ...alike(
    {
      ...collection,
      class: 'diagnose',
      about: 'Job',
      labels: ['namespace', 'job_name'],
      forMs: after.twelveHours,
      runbook: 'job-failed',
    },
    { KubernetesJobSlowCompletion: 'See whether it makes progress, waits or lacks resources.' },
  ),
  ...alike(
    { ...collection, ...told, about: 'CronJob', labels: ['namespace', 'cronjob'], forMs: after.atOnce },
    {
      KubernetesCronjobSuspended: 'Somebody has suspended it: say since when.',
      KubernetesCronjobTooLong: 'A run takes too long, or none was begun: look at its last Jobs.',
      KubernetesCronjobFailing: 'Look at its last Jobs and their logs.',
    },
  ),
  ...alike({ ...claim, class: 'approval', runbook: 'claim-filling-up' }, { KubernetesVolumeOutOfDiskSpace: full }),
  ...alike(
    { ...claim, class: 'approval', forMs: after.atOnce, runbook: 'claim-filling-up' },
    { KubernetesVolumeFullInFourDays: full },
  ),
  ...alike(
    { ...claim, ...told },
    { KubernetesPersistentvolumeclaimPending: 'Read its events: no volume, no class, or a zone without nodes.' },
  ),
  ...alike(
    {
      ...collection,
      class: 'diagnose',
      about: 'PersistentVolume',
      labels: ['persistentvolume'],
      forMs: after.atOnce,
      runbook: 'claim-filling-up',
    },
    { KubernetesPersistentvolumeError: 'Read the events of volume and claim; the storage behind them is for people.' },
  ),
  ...alike(
    { ...autoscaler, class: 'approval', clearedBy: ['higher maximum'], runbook: 'autoscaler-maxed-out' },
    {
      KubernetesHpaScaleCapability: 'Compare load and requests first; its maximum may be raised below a cap.',
      KubernetesHpaScaleMaximum: 'Compare load and requests first; its maximum may be raised below a cap.',
    },
  ),
  ...alike(
    { ...autoscaler, ...told },
    {
      KubernetesHpaScalingAbility: 'It may not change the number of pods: read its conditions.',
      KubernetesHpaScaleInability: 'It may not change the number of pods: read its conditions.',
    },
  ),
  ...alike(
    { ...autoscaler, ...told, forMs: after.atOnce },
    {
      KubernetesHpaMetricAvailability: 'It gets no measurements: look at the metrics API.',
      KubernetesHpaMetricsUnavailability: 'It gets no measurements: look at the metrics API.',
      // Its rule drops the namespace, so a relabelling has to say which one is meant.
      KubernetesHpaUnderutilized: 'It stays at its minimum; that is a matter of cost, not of trouble.',
    },
  ),
  // These rules do not ask whether the node is cordoned, so a cordon clears none of them.
  ...alike(
    { ...node, class: 'auto' },
    {
      KubernetesNodeReady:
        'Look at conditions, lease and neighbours; a cordon within the cap, a drain waits for people.',
      KubernetesNodeNotReady:
        'Look at conditions, lease and neighbours; a cordon within the cap, a drain waits for people.',
    },
  ),
  ...alike(
    { ...node, class: 'auto', forMs: after.twoMinutes },
    { KubernetesOutOfCapacity: crowded, KubernetesNodeOutOfPodCapacity: crowded },
  ),
  ...alike(pressure, {
    KubernetesMemoryPressure: 'Name the pods that take most memory, with their requests and limits.',
    KubernetesNodeMemoryPressure: 'Name the pods that take most memory, with their requests and limits.',
    KubernetesDiskPressure: 'Say what fills the disk of the node: images, logs or pods.',
    KubernetesNodeDiskPressure: 'Say what fills the disk of the node: images, logs or pods.',
    KubernetesNetworkUnavailable: 'Look at the pod of the network plug-in on this node.',
    KubernetesNodeNetworkUnavailable: 'Look at the pod of the network plug-in on this node.',
  }),
  ...alike(
    { ...cluster, holds: 'cluster' },
    {
      KubernetesApiServerErrors: 'Requests fail: see which verbs and resources; nothing is changed meanwhile.',
      KubernetesApiServerLatency: 'Requests are slow: see which verbs and resources; nothing is changed meanwhile.',
    },
  ),
  ...alike(
    { ...cluster, labels: ['instance', 'job'] },
    { KubernetesApiClientErrors: 'A client of the API server gets errors: see which one, and whether others do.' },
  ),
  ...alike(
    { ...cluster, forMs: after.atOnce },
    {
      KubernetesClientCertificateExpiresNextWeek:
        'Somebody comes with a certificate that ends soon; the logs of the API server say who.',
      KubernetesClientCertificateExpiresSoon:
        'Somebody comes with a certificate that ends soon; the logs of the API server say who.',
    },
  ),
  ...alike({ ...dns, class: 'approval', forMs: after.quarterHour }, { CoreDNSDown: restart }),
  ...alike({ ...dns, class: 'approval' }, { CoreDNSErrorsHigh: restart, CoreDNSLatencyHigh: restart }),
  ...alike(
    { ...dns, ruleSet: 'awesome-prometheus-alerts', class: 'approval', forMs: after.atOnce },
    { CorednsPanicCount: restart },
  ),
  ...alike(
    { ...dns, class: 'diagnose' },
    {
      CoreDNSForwardErrorsHigh: 'The servers behind it fail: say which, and since when.',
      CoreDNSForwardLatencyHigh: 'The servers behind it are slow: say which, and since when.',
      CoreDNSForwardHealthcheckFailureCount: 'A server behind it fails its checks: say which.',
      CoreDNSForwardHealthcheckBrokenCount:
        'All servers behind it fail their checks: names outside of the cluster do not resolve.',
    },
  ),
];
