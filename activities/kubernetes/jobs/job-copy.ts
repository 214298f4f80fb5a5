import { createHash } from 'node:crypto';
import type { V1Job, V1PodTemplateSpec } from '@kubernetes/client-node';
import { rerunLabel } from './runs.ts';

/** What the API server writes on the pods of one Job to tell them from those of another. */
const ownLabels = ['controller-uid', 'job-name', 'batch.kubernetes.io/controller-uid', 'batch.kubernetes.io/job-name'];
/** The whole former object, as kubectl keeps it. */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
/** Names of pods are made from that of the Job, and may have 63 characters. */
const maxName = 52;

/** The name of a Job's n-th run again: the same for the same Job and n, so that none is made twice. */
export function rerunName({ metadata }: V1Job, earlier: number): string {
  const hash = createHash('sha256').update(`${metadata?.uid} ${earlier}`).digest('hex').slice(0, 8);
  const name = (metadata?.name ?? '').slice(0, maxName - hash.length - 1).replace(/[.-]+$/, '');
  return `${name}-${hash}`;
}

/** A new Job that does the work of another one, as that was meant when it was made. */
export function copyOf(job: V1Job, name: string): V1Job {
  const { selector: _selector, manualSelector: _manual, suspend: _suspend, ...spec } = job.spec ?? { template: {} };
  const { annotations, ownerReferences, namespace, uid = '' } = job.metadata ?? {};
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { ...without(job.metadata?.labels, ownLabels), [rerunLabel]: uid },
      annotations: without(annotations, [lastApplied, 'batch.kubernetes.io/job-tracking']),
      // A run of a CronJob stays one: it counts there, and goes when the CronJob's history is cut.
      ...(ownerReferences ? { ownerReferences } : {}),
    },
    spec: { ...spec, template: templateOf(spec.template) },
  };
}

function templateOf({ metadata, spec }: V1PodTemplateSpec): V1PodTemplateSpec {
  const { labels, annotations } = metadata ?? {};
  return {
    metadata: { labels: without(labels, ownLabels), ...(annotations ? { annotations } : {}) },
    ...(spec ? { spec } : {}),
  };
}

function without(values: Readonly<Record<string, string>> | undefined, names: readonly string[]) {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([name]) => !names.includes(name)));
}
