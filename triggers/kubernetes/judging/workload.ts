import type { V1Deployment, V1Job } from '@kubernetes/client-node';
import type { Symptom } from '../symptom.ts';
import { symptom, timeOf } from '../symptom.ts';

/** What is wrong with the rollout of a Deployment, by its controller's own word. */
export function symptomsOfDeployment({ metadata, status }: V1Deployment): readonly Symptom[] {
  const progress = status?.conditions?.find(({ type }) => type === 'Progressing');
  if (!metadata?.uid || metadata.deletionTimestamp || progress?.status !== 'False') return [];
  const { namespace = '', name = '' } = metadata;
  return [
    symptom('KubeDeploymentRolloutStuck', `Deployment/${metadata.uid}`, {
      labels: { namespace, deployment: name, condition: 'Progressing', status: 'false' },
      since: timeOf(progress.lastTransitionTime),
      summary: `the rollout does not progress: ${progress.reason ?? 'no reason'}: ${progress.message ?? ''}`,
    }),
  ];
}

/** A Job that has failed for good. */
export function symptomsOfJob({ metadata, status }: V1Job): readonly Symptom[] {
  const failed = status?.conditions?.find(({ type, status: is }) => type === 'Failed' && is === 'True');
  if (!metadata?.uid || metadata.deletionTimestamp || !failed) return [];
  const { namespace = '', name = '' } = metadata;
  return [
    symptom('KubeJobFailed', `Job/${metadata.uid}`, {
      labels: { namespace, job_name: name, condition: 'true' },
      since: timeOf(failed.lastTransitionTime),
      summary: `the Job has failed: ${failed.reason ?? 'no reason'}: ${failed.message ?? ''}`,
    }),
  ];
}
