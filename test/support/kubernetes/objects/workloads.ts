import type {
  V1CronJob,
  V1DaemonSet,
  V1Deployment,
  V1DeploymentSpec,
  V1Job,
  V1JobSpec,
  V1StatefulSet,
} from '@kubernetes/client-node';
import type { PodOptions } from './pods.ts';
import { aPodTemplate } from './pods.ts';

interface WorkloadOptions extends PodOptions {
  readonly name?: string;
  readonly replicas?: number;
}

/** A Deployment of two pods. */
export function aDeployment({
  name = 'web',
  replicas = 2,
  deployment,
  ...pods
}: WorkloadOptions & { readonly deployment?: Partial<V1DeploymentSpec> } = {}): V1Deployment {
  const app = pods.app ?? name;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { app } },
    spec: { replicas, selector: { matchLabels: { app } }, template: aPodTemplate(name, pods), ...deployment },
  };
}

/** A StatefulSet of two pods, which does not keep to their order. */
export function aStatefulSet({ name = 'store', replicas = 2, ...pods }: WorkloadOptions = {}): V1StatefulSet {
  const app = pods.app ?? name;
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, labels: { app } },
    spec: {
      serviceName: name,
      replicas,
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: { app } },
      template: aPodTemplate(name, pods),
    },
  };
}

/** A DaemonSet, with a pod on each node. */
export function aDaemonSet({ name = 'agent', ...pods }: Omit<WorkloadOptions, 'replicas'> = {}): V1DaemonSet {
  const app = pods.app ?? name;
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, labels: { app } },
    spec: { selector: { matchLabels: { app } }, template: aPodTemplate(name, pods) },
  };
}

interface JobOptions extends PodOptions {
  readonly name?: string;
  readonly job?: Partial<V1JobSpec>;
}

/** A Job of one pod, which does its work within a second and is not tried again. */
export function aJob({ name = 'report', ...options }: JobOptions = {}): V1Job {
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec: jobSpec(name, options) };
}

/** A CronJob that is due each minute. */
export function aCronJob({ name = 'nightly', ...options }: JobOptions = {}): V1CronJob {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name },
    spec: { schedule: '* * * * *', jobTemplate: { spec: jobSpec(name, options) } },
  };
}

function jobSpec(name: string, { job, ...pods }: Omit<JobOptions, 'name'>): V1JobSpec {
  const spec = { restartPolicy: 'Never', ...pods.spec };
  return { backoffLimit: 0, template: aPodTemplate(name, { ...pods, spec }), ...job };
}
