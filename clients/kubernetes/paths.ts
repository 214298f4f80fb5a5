import { isNamespaceName, isObjectName } from '../../model/kubernetes/object.ts';
import type { ObjectName } from './cluster.ts';
import { KubernetesError } from './failure.ts';
import type { Kind } from './kinds.ts';
import { apiVersions } from './kinds.ts';

/** What the API server calls the objects of a kind. */
const resources: Readonly<Record<Kind, string>> = {
  ConfigMap: 'configmaps',
  ControllerRevision: 'controllerrevisions',
  CronJob: 'cronjobs',
  DaemonSet: 'daemonsets',
  Deployment: 'deployments',
  EndpointSlice: 'endpointslices',
  Event: 'events',
  HorizontalPodAutoscaler: 'horizontalpodautoscalers',
  Job: 'jobs',
  Lease: 'leases',
  Namespace: 'namespaces',
  NetworkPolicy: 'networkpolicies',
  Node: 'nodes',
  PersistentVolume: 'persistentvolumes',
  PersistentVolumeClaim: 'persistentvolumeclaims',
  Pod: 'pods',
  PodDisruptionBudget: 'poddisruptionbudgets',
  PodMetrics: 'pods',
  ReplicaSet: 'replicasets',
  ResourceQuota: 'resourcequotas',
  Service: 'services',
  StatefulSet: 'statefulsets',
  StorageClass: 'storageclasses',
};

const withoutNamespace: ReadonlySet<Kind> = new Set(['Namespace', 'Node', 'PersistentVolume', 'StorageClass']);

/** What a role calls the objects of a kind: with their group, unless that is the core. */
export function resourceOf(kind: Kind): string {
  const [group, version] = apiVersions[kind].split('/');
  return version === undefined || group === undefined ? resources[kind] : `${resources[kind]}.${group}`;
}

/**
 * The path of one object.
 *
 * @throws KubernetesError for a name that no object can have, before anything is sent.
 */
export function objectPath(kind: Kind, { namespace, name }: ObjectName): string {
  if (!isObjectName(name)) throw new KubernetesError('refused', `no ${kind} can have such a name`);
  if (namespace === null && !withoutNamespace.has(kind))
    throw new KubernetesError('refused', `a ${kind} is in a namespace, and none is named`);
  return `${listPath(kind, namespace)}/${name}`;
}

/** The path of all objects of a kind, in one namespace or in all. */
export function listPath(kind: Kind, namespace: string | null): string {
  const version = apiVersions[kind];
  const root = `/${version.includes('/') ? 'apis' : 'api'}/${version}`;
  if (namespace === null) return `${root}/${resources[kind]}`;
  if (!isNamespaceName(namespace)) throw new KubernetesError('refused', 'no namespace can have such a name');
  if (withoutNamespace.has(kind)) throw new KubernetesError('refused', `a ${kind} is in no namespace`);
  return `${root}/namespaces/${namespace}/${resources[kind]}`;
}

/** An object in words; only of checked names. */
export function inWords({ namespace, name }: ObjectName): string {
  return namespace === null ? name : `${namespace}/${name}`;
}
