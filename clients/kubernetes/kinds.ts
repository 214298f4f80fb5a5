import type {
  CoreV1Event,
  PodMetric,
  V1ConfigMap,
  V1ControllerRevision,
  V1CronJob,
  V1DaemonSet,
  V1Deployment,
  V1EndpointSlice,
  V1Job,
  V1Lease,
  V1Namespace,
  V1NetworkPolicy,
  V1Node,
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1Pod,
  V1PodDisruptionBudget,
  V1ReplicaSet,
  V1ResourceQuota,
  V1Service,
  V1StatefulSet,
  V1StorageClass,
  V2HorizontalPodAutoscaler,
} from '@kubernetes/client-node';

/** Every kind of object that is ever asked for, and its shape. */
export interface Kinds {
  readonly ConfigMap: V1ConfigMap;
  readonly ControllerRevision: V1ControllerRevision;
  readonly CronJob: V1CronJob;
  readonly DaemonSet: V1DaemonSet;
  readonly Deployment: V1Deployment;
  readonly EndpointSlice: V1EndpointSlice;
  readonly Event: CoreV1Event;
  readonly HorizontalPodAutoscaler: V2HorizontalPodAutoscaler;
  readonly Job: V1Job;
  readonly Lease: V1Lease;
  readonly Namespace: V1Namespace;
  readonly NetworkPolicy: V1NetworkPolicy;
  readonly Node: V1Node;
  readonly PersistentVolume: V1PersistentVolume;
  readonly PersistentVolumeClaim: V1PersistentVolumeClaim;
  readonly Pod: V1Pod;
  readonly PodDisruptionBudget: V1PodDisruptionBudget;
  readonly PodMetrics: PodMetric;
  readonly ReplicaSet: V1ReplicaSet;
  readonly ResourceQuota: V1ResourceQuota;
  readonly Service: V1Service;
  readonly StatefulSet: V1StatefulSet;
  readonly StorageClass: V1StorageClass;
}
export type Kind = keyof Kinds;

/** The group and version by which the API server is asked for each kind. */
export const apiVersions: Readonly<Record<Kind, string>> = {
  ConfigMap: 'v1',
  ControllerRevision: 'apps/v1',
  CronJob: 'batch/v1',
  DaemonSet: 'apps/v1',
  Deployment: 'apps/v1',
  EndpointSlice: 'discovery.k8s.io/v1',
  Event: 'v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  Job: 'batch/v1',
  Lease: 'coordination.k8s.io/v1',
  Namespace: 'v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  Node: 'v1',
  PersistentVolume: 'v1',
  PersistentVolumeClaim: 'v1',
  Pod: 'v1',
  PodDisruptionBudget: 'policy/v1',
  PodMetrics: 'metrics.k8s.io/v1beta1',
  ReplicaSet: 'apps/v1',
  ResourceQuota: 'v1',
  Service: 'v1',
  StatefulSet: 'apps/v1',
  StorageClass: 'storage.k8s.io/v1',
};
