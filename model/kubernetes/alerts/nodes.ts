import type { CatalogueEntry } from './entry.ts';
import { after, alike } from './entry.ts';

const node = { ruleSet: 'kube-prometheus', about: 'Node', labels: ['node'], forMs: after.quarterHour } as const;
const kubelet = { ...node, class: 'diagnose', runbook: 'kubernetes-alert' } as const;

/** Alerts about nodes, and about the kubelets on them. */
export const nodeAlerts: readonly CatalogueEntry[] = [
  ...alike(
    { ...node, class: 'auto', clearedBy: ['cordon'], runbook: 'node-unhealthy' },
    {
      KubeNodeNotReady:
        'Look at conditions, lease and neighbours; a cordon within the cap keeps new pods away, and a drain waits for people.',
    },
  ),
  ...alike(
    { ...node, class: 'auto', runbook: 'node-unhealthy' },
    {
      KubeNodeUnreachable:
        'See whether others are cut off too; a cordon within the cap, and no pod with a volume is ever forced away.',
      KubeletTooManyPods: 'See what fills it; a cordon within the cap sends new pods elsewhere.',
    },
  ),
  ...alike(
    { ...node, class: 'approval', clearedBy: ['cordon'], runbook: 'node-unhealthy' },
    {
      KubeNodeReadinessFlapping:
        'Tell how often it comes and goes and since when; it is left alone for long, a drain is proposed.',
    },
  ),
  ...alike(
    {
      ...node,
      class: 'diagnose',
      labels: ['node', 'condition'],
      forMs: after.tenMinutes,
      clearedBy: ['cordon'],
      runbook: 'node-unhealthy',
    },
    { KubeNodePressure: 'Name the pods that take most of what is short, with their requests and limits.' },
  ),
  ...alike(
    { ...node, class: 'diagnose', labels: ['node', 'eviction_signal'], forMs: after.atOnce, runbook: 'node-unhealthy' },
    { KubeNodeEviction: 'Name the pods that the kubelet evicted, and what was short.' },
  ),
  ...alike(kubelet, {
    KubeletInstanceUnreachable: 'Nothing is heard of this kubelet: what the API server says of its pods may be old.',
    KubeletPodStartUpLatencyHigh: 'See whether images, volumes or the network make pods start slowly there.',
    KubeletClientCertificateRenewalErrors: 'The kubelet cannot renew its certificate: see its requests for signing.',
    KubeletServerCertificateRenewalErrors: 'The kubelet cannot renew its certificate: see its requests for signing.',
  }),
  ...alike(
    { ...kubelet, forMs: after.fiveMinutes },
    { KubeletPlegDurationHigh: 'The container runtime answers slowly: look at its load and at the disks below it.' },
  ),
  ...alike(
    { ...kubelet, forMs: after.atOnce },
    {
      KubeletClientCertificateExpiration: 'Say when it ends and whether a renewal waits to be signed; people sign.',
      KubeletServerCertificateExpiration: 'Say when it ends and whether a renewal waits to be signed; people sign.',
    },
  ),
  ...alike(
    { ...kubelet, about: 'Cluster', labels: [], holds: 'cluster' },
    { KubeletDown: 'No kubelet is heard of: Nightshift is blind in this cluster, and touches nothing there.' },
  ),
];
