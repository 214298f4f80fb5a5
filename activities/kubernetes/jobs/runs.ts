import type { V1Job, V1JobCondition } from '@kubernetes/client-node';
import type { Cluster } from '../../../clients/kubernetes/cluster.ts';
import type { JobState } from '../../../model/kubernetes/capacity/job.ts';
import { controllerOf } from '../owned-pods.ts';

/** Says on a Job which one it does the work of. */
export const rerunLabel = 'nightshift.io/rerun-of';

/** The condition by which a Job has failed for good; undefined where it has not. */
export function failureOf(job: V1Job): V1JobCondition | undefined {
  return job.status?.conditions?.find(({ type, status }) => type === 'Failed' && status === 'True');
}

/** Where a Job is in its life. */
export function stateOf(job: V1Job): Exclude<JobState, 'gone'> {
  if (failureOf(job)) return 'failed';
  const isComplete = job.status?.conditions?.some(({ type, status }) => type === 'Complete' && status === 'True');
  return isComplete ? 'complete' : 'running';
}

/** The CronJob that a Job is a run of; undefined where it is of none. */
export function cronJobOf({ metadata }: V1Job) {
  const owner = controllerOf(metadata);
  return owner?.kind === 'CronJob' ? owner : undefined;
}

/** The runs of a namespace that came after a Job and do the same work, newest first. */
export async function laterRunsOf(
  api: Cluster,
  job: V1Job,
): Promise<{ readonly runs: readonly V1Job[]; readonly isWhole: boolean }> {
  const { items, isWhole } = await api.list('Job', { namespace: job.metadata?.namespace ?? '' });
  const [uid, owner, since] = [job.metadata?.uid, cronJobOf(job)?.uid, createdAt(job)];
  const isLater = (other: V1Job): boolean =>
    isRerunOf(other, uid) || (owner !== undefined && cronJobOf(other)?.uid === owner && createdAt(other) > since);
  const runs = items.filter((other) => other.metadata?.uid !== uid && isLater(other));
  return { runs: newestFirst(runs), isWhole };
}

/** Whether one Job was made to do the work of the Job with a uid. */
export function isRerunOf({ metadata }: V1Job, uid: string | undefined): boolean {
  return uid !== undefined && metadata?.labels?.[rerunLabel] === uid;
}

/** What became of the runs after a Job: one that has succeeded is enough. */
export function fateOf(runs: readonly V1Job[]): 'succeeded' | 'running' | 'failed' | 'none' {
  const states = new Set(runs.map(stateOf));
  if (states.has('complete')) return 'succeeded';
  if (states.has('running')) return 'running';
  return states.has('failed') ? 'failed' : 'none';
}

/** Runs by when they were made. */
export function newestFirst(runs: readonly V1Job[]): readonly V1Job[] {
  return runs.toSorted((one, other) => createdAt(other) - createdAt(one));
}

function createdAt({ metadata }: V1Job): number {
  // The client makes dates of what the API writes; tests and other stores may leave the text.
  return metadata?.creationTimestamp ? new Date(metadata.creationTimestamp).getTime() : 0;
}
