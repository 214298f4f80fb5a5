import type { V1DaemonSet, V1Deployment, V1StatefulSet } from '@kubernetes/client-node';
import type { RolloutState } from '../../../model/kubernetes/workloads/health.ts';
import type { Rolling, RollingKind } from './revisions.ts';

/** Reads how far a workload is. */
export function rolloutState(kind: RollingKind, workload: Rolling): RolloutState {
  const isSeen = (workload.status?.observedGeneration ?? 0) >= (workload.metadata?.generation ?? 0);
  if (kind === 'DaemonSet') return { isSeen, ...ofDaemonSet(workload as V1DaemonSet) };
  if (kind === 'StatefulSet') return { isSeen, ...ofStatefulSet(workload as V1StatefulSet) };
  return { isSeen, ...ofDeployment(workload) };
}

function ofDeployment({ spec, status }: V1Deployment): Omit<RolloutState, 'isSeen'> {
  const { replicas = 0, updatedReplicas = 0, readyReplicas = 0, availableReplicas = 0, conditions } = status ?? {};
  return {
    desired: spec?.replicas ?? 1,
    updated: updatedReplicas,
    ready: readyReplicas,
    available: availableReplicas,
    old: Math.max(0, replicas - updatedReplicas),
    isPaused: spec?.paused === true,
    isStuck:
      conditions?.some(({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded') ?? false,
    misplaced: 0,
  };
}

function ofStatefulSet({ spec, status }: V1StatefulSet): Omit<RolloutState, 'isSeen'> {
  const { replicas = 0, updatedReplicas = 0, readyReplicas = 0, availableReplicas = 0 } = status ?? {};
  const { currentRevision, updateRevision } = status ?? {};
  // Once everything has the newest revision, the counts of it are no longer kept.
  const updated = currentRevision === updateRevision ? replicas : updatedReplicas;
  const partition = spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
  return {
    desired: spec?.replicas ?? 1,
    updated: partition > 0 ? Math.min(spec?.replicas ?? 1, updated + partition) : updated,
    ready: readyReplicas,
    available: availableReplicas,
    old: partition > 0 ? 0 : Math.max(0, replicas - updated),
    isPaused: false,
    isStuck: false,
    misplaced: 0,
  };
}

function ofDaemonSet({ status }: V1DaemonSet): Omit<RolloutState, 'isSeen'> {
  const { desiredNumberScheduled = 0, updatedNumberScheduled = 0, currentNumberScheduled = 0 } = status ?? {};
  return {
    desired: desiredNumberScheduled,
    updated: updatedNumberScheduled,
    ready: status?.numberReady ?? 0,
    available: status?.numberAvailable ?? 0,
    old: Math.max(0, currentNumberScheduled - updatedNumberScheduled),
    isPaused: false,
    isStuck: false,
    misplaced: status?.numberMisscheduled ?? 0,
  };
}
