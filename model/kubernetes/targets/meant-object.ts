import type { Labels } from '../../alert/alert.ts';
import type { Target } from '../../target.ts';
import { isObjectName, objectTarget } from '../object.ts';
import { deploymentOfPod } from './pod-name.ts';

/** The cluster of alerts that name none. */
const unnamedCluster = 'default';

/** What stands for a cluster as a whole: it is no object of its own. */
const wholeCluster = { namespace: null, kind: 'Cluster', name: 'cluster' } as const;

interface Naming {
  readonly label: string;
  readonly kind: string;
  readonly hasNoNamespace?: true;
}

/** The labels that name an object, most specific first. */
const namings: readonly Naming[] = [
  { label: 'pod', kind: 'Pod' },
  { label: 'deployment', kind: 'Deployment' },
  { label: 'statefulset', kind: 'StatefulSet' },
  { label: 'daemonset', kind: 'DaemonSet' },
  { label: 'job_name', kind: 'Job' },
  { label: 'cronjob', kind: 'CronJob' },
  { label: 'replicaset', kind: 'ReplicaSet' },
  { label: 'horizontalpodautoscaler', kind: 'HorizontalPodAutoscaler' },
  { label: 'poddisruptionbudget', kind: 'PodDisruptionBudget' },
  { label: 'persistentvolumeclaim', kind: 'PersistentVolumeClaim' },
  { label: 'persistentvolume', kind: 'PersistentVolume', hasNoNamespace: true },
  { label: 'resourcequota', kind: 'ResourceQuota' },
  // An `endpoint` is the port that something was scraped by, and names nothing.
  { label: 'service', kind: 'Service' },
];

/**
 * Alerts by the beginning of their names, and the label that names what is sick; the first that fits counts. Their other
 * labels may be those of kube-state-metrics or a kubelet, which measured it.
 */
const aboutLabel: readonly (readonly [alerts: string, label: string])[] = [
  ['KubeDeployment', 'deployment'],
  ['KubeStatefulSet', 'statefulset'],
  ['KubeDaemonSet', 'daemonset'],
  ['KubeJob', 'job_name'],
  ['KubeCronJob', 'cronjob'],
  ['KubeHpa', 'horizontalpodautoscaler'],
  ['KubePdb', 'poddisruptionbudget'],
  ['KubePersistentVolumeErrors', 'persistentvolume'],
  ['KubePersistentVolume', 'persistentvolumeclaim'],
  ['KubeQuota', 'resourcequota'],
  ['KubeNode', 'node'],
  ['Kubelet', 'node'],
  ['TargetDown', 'service'],
  ['KubePod', 'pod'],
  ['KubeContainer', 'pod'],
];

/** Alerts about the cluster as a whole, by the beginning of their names: whatever their labels name has only measured it. */
const aboutCluster: readonly string[] = [
  'KubeAPI',
  'KubeAggregatedAPI',
  'KubeCPUOvercommit',
  'KubeCPUQuotaOvercommit',
  'KubeClient',
  'KubeControllerManager',
  'KubeMemoryOvercommit',
  'KubeMemoryQuotaOvercommit',
  'KubeProxy',
  'KubeScheduler',
  'KubeVersionMismatch',
  'KubeletDown',
  'etcd',
];

/** How the exporter of what the API server knows is called, everywhere. */
const stateMetrics = 'kube-state-metrics';

/** Labels that Prometheus renames with `exported_` where those of what it scraped say the same. */
const ofScraped: ReadonlySet<string> = new Set(['namespace', 'pod', 'service', 'node']);

/**
 * Reads off an alert's labels which object of a cluster it is about. Of pods with names as those of Deployments, that
 * Deployment is: many sick pods of one Deployment are one trouble. What really owns them is looked up later.
 *
 * @returns null where the labels name none.
 */
export function meantObject(labels: Labels): Target | null {
  const cluster = labels['cluster'] || unnamedCluster;
  const alert = labels['alertname'] ?? '';
  if (aboutCluster.some((beginning) => alert.startsWith(beginning))) return objectTarget({ cluster, ...wholeCluster });
  const about = labelsOfSick(labels);
  const wanted = aboutLabel.find(([beginning]) => alert.startsWith(beginning))?.[1];
  if (wanted === 'node' || (wanted === undefined && isOfNodeExporter(labels))) return namedNode(cluster, about);
  const naming = namings.find(({ label }) => label === wanted);
  const byAlert = naming ? namedBy(cluster, about, naming) : null;
  return byAlert ?? firstNamed(cluster, about);
}

/** The first of what names anything; of those who measured it, only what they do not say of themselves. */
function firstNamed(cluster: string, labels: Labels): Target | null {
  const isOfKubelet = labels['job'] === 'kubelet' && Boolean(labels['node']);
  const own = isOfKubelet ? ['service'] : isOfKubeStateMetrics(labels) ? ['pod', 'service'] : [];
  for (const naming of namings) {
    const target = own.includes(naming.label) ? null : namedBy(cluster, labels, naming);
    if (target !== null) return target;
  }
  const namespace = labels['namespace'];
  if (!namespace || isOfKubelet) return labels['node'] ? namedNode(cluster, labels) : null;
  return objectTarget({ cluster, namespace, kind: 'Namespace', name: namespace });
}

function namedBy(cluster: string, labels: Labels, { label, kind, hasNoNamespace }: Naming): Target | null {
  const name = labels[label];
  const namespace = hasNoNamespace ? null : labels['namespace'];
  if (!name || namespace === '' || namespace === undefined) return null;
  const deployment = kind === 'Pod' ? deploymentOfPod(name) : null;
  return objectTarget({
    cluster,
    namespace,
    ...(deployment ? { kind: 'Deployment', name: deployment } : { kind, name }),
  });
}

/** An exporter may be a pod itself: then its own labels are no one's trouble, and `instance` may name the node. */
function namedNode(cluster: string, labels: Labels): Target | null {
  if (labels['node']) return objectTarget({ cluster, namespace: null, kind: 'Node', name: labels['node'] });
  const instance = (labels['instance'] ?? '').replace(/:\d{1,5}$/, '');
  // Whose address it is, the labels do not say.
  if (/^[\d.]+$/.test(instance) || !isObjectName(instance)) return null;
  return objectTarget({ cluster, namespace: null, kind: 'Node', name: instance });
}

/** Where Prometheus put the labels of what it scraped aside, the others are those of the exporter itself. */
function labelsOfSick(labels: Labels): Labels {
  if (!Object.keys(labels).some((label) => label.startsWith('exported_'))) return labels;
  const kept = Object.entries(labels).filter(([label]) => !ofScraped.has(label));
  const exported = [...ofScraped].flatMap((label) => {
    const value = labels[`exported_${label}`];
    return value ? [[label, value] as const] : [];
  });
  return Object.fromEntries([...kept, ...exported]);
}

function isOfNodeExporter({ job = '', namespace, pod }: Labels): boolean {
  return job.endsWith('node-exporter') && Boolean(namespace) && Boolean(pod);
}

function isOfKubeStateMetrics({ job = '', pod = '' }: Labels): boolean {
  return job.endsWith(stateMetrics) && pod.startsWith(stateMetrics);
}
