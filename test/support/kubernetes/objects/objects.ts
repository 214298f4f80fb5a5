import type {
  V1ConfigMap,
  V1NetworkPolicy,
  V1Node,
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1PodDisruptionBudget,
  V1PodDisruptionBudgetSpec,
  V1ResourceQuota,
  V1Secret,
  V1Service,
  V1StorageClass,
  V2HorizontalPodAutoscaler,
  V2HorizontalPodAutoscalerSpec,
} from '@kubernetes/client-node';

interface NodeOptions {
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** What its pods may use; four CPUs, 16 GiB and 110 pods unless given. */
  readonly allocatable?: Readonly<Record<string, string>>;
}

/** A node with four CPUs, 16 GiB and room for 110 pods. */
export function aNode({ name = 'node-1', labels, allocatable }: NodeOptions = {}): V1Node {
  const room = { cpu: '4', memory: '16Gi', pods: '110', 'ephemeral-storage': '100Gi', ...allocatable };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', ...labels } },
    status: { allocatable: room, capacity: room },
  };
}

/** A Service for the pods of an app; without one it has no selector, and its endpoints are written by hand. */
export function aService({ name = 'web', app = name }: { readonly name?: string; readonly app?: string | null } = {}) {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { ports: [{ port: 80, targetPort: 8080 }], ...(app === null ? {} : { selector: { app } }) },
  } satisfies V1Service;
}

/** A network policy under which all pods hear only those that bear some labels. */
export function aNetworkPolicy({ from }: { readonly from: Readonly<Record<string, string>> }): V1NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'strict' },
    spec: { podSelector: {}, ingress: [{ _from: [{ podSelector: { matchLabels: { ...from } } }] }] },
  };
}

/** A budget that lets one pod of an app go at a time. */
export function aDisruptionBudget({
  name = 'web',
  app = name,
  ...spec
}: { readonly name?: string; readonly app?: string } & Partial<V1PodDisruptionBudgetSpec> = {}): V1PodDisruptionBudget {
  const limit = spec.minAvailable === undefined ? { maxUnavailable: 1 } : {};
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name },
    spec: { selector: { matchLabels: { app } }, ...limit, ...spec },
  };
}

/** An autoscaler of a Deployment between two and four pods. No controller heeds it: its status is written by the test. */
export function anAutoscaler({
  name = 'web',
  ...spec
}: { readonly name?: string } & Partial<V2HorizontalPodAutoscalerSpec> = {}): V2HorizontalPodAutoscaler {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: 2,
      maxReplicas: 4,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
      ],
      ...spec,
    },
  };
}

/** A class whose volumes are made by hand. */
export function aStorageClass({
  name = 'fast',
  expands = true,
}: { readonly name?: string; readonly expands?: boolean } = {}): V1StorageClass {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name },
    provisioner: 'disks.test',
    allowVolumeExpansion: expands,
  };
}

interface VolumeOptions {
  readonly name?: string;
  readonly storageClass?: string;
  readonly size?: string;
}

/** A volume that waits for a claim of its class. */
export function aVolume({ name = 'volume-1', storageClass = 'fast', size = '10Gi' }: VolumeOptions = {}) {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: size },
      storageClassName: storageClass,
      csi: { driver: 'disks.test', volumeHandle: name },
    },
  } satisfies V1PersistentVolume;
}

/** A claim, which the volume controller binds to a volume of its class that is there. */
export function aClaim({ name = 'data', storageClass = 'fast', size = '10Gi' }: VolumeOptions = {}) {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: storageClass,
      resources: { requests: { storage: size } },
    },
  } satisfies V1PersistentVolumeClaim;
}

/** A quota of the namespace. */
export function aQuota(hard: Readonly<Record<string, string>>, name = 'quota'): V1ResourceQuota {
  return { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name }, spec: { hard } };
}

/** A ConfigMap. */
export function aConfigMap(data: Readonly<Record<string, string>>, name = 'settings'): V1ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data };
}

/** A Secret. */
export function aSecret(stringData: Readonly<Record<string, string>>, name = 'credentials'): V1Secret {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData };
}
