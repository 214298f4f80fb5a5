import type { V1DaemonSet, V1Deployment, V1StatefulSet } from '@kubernetes/client-node';
import type { RolloutPhase, RolloutState } from '../../../model/kubernetes/workloads/rollout-phase.ts';
import { rolloutPhase } from '../../../model/kubernetes/workloads/rollout-phase.ts';
import type { Rolling } from './revisions.ts';

/** How far the pods of a workload follow its template. */
export function phaseOf(workload: Rolling): RolloutPhase {
  return rolloutPhase(rolloutState(workload));
}

/** Reads how far a workload is. */
export function rolloutState(workload: Rolling): RolloutState {
  const isSeen = (workload.status?.observedGeneration ?? 0) >= (workload.metadata?.generation ?? 0);
  return { ...nothingSpecial, isSeen, ...countsOf(workload) };
}

/** What only some kinds have. */
const nothingSpecial = { heldBack: 0, isPaused: false, isByHand: false, isStuck: false, misplaced: 0 };

type Counts = Omit<RolloutState, keyof typeof nothingSpecial | 'isSeen'> & Partial<typeof nothingSpecial>;

function countsOf(workload: Rolling): Counts {
  if (isDaemonSet(workload)) return ofDaemonSet(workload);
  return isStatefulSet(workload) ? ofStatefulSet(workload) : ofDeployment(workload);
}

function isDaemonSet(workload: Rolling): workload is V1DaemonSet {
  return workload.status !== undefined && 'desiredNumberScheduled' in workload.status;
}

function isStatefulSet(workload: Rolling): workload is V1StatefulSet {
  return workload.spec !== undefined && 'updateStrategy' in workload.spec;
}

function ofDeployment({ spec, status }: V1Deployment): Counts {
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
  };
}

function ofStatefulSet({ spec, status }: V1StatefulSet): Counts {
  const { replicas = 0, updatedReplicas = 0, readyReplicas = 0, availableReplicas = 0 } = status ?? {};
  const { currentRevision, updateRevision } = status ?? {};
  const { type, rollingUpdate } = spec?.updateStrategy ?? {};
  const desired = spec?.replicas ?? 1;
  // Once everything has the newest revision, the counts of it are no longer kept.
  const updated = currentRevision === updateRevision ? replicas : updatedReplicas;
  return {
    desired,
    updated,
    ready: readyReplicas,
    available: availableReplicas,
    old: Math.max(0, replicas - updated),
    heldBack: Math.min(rollingUpdate?.partition ?? 0, desired),
    isByHand: type === 'OnDelete',
  };
}

function ofDaemonSet({ spec, status }: V1DaemonSet): Counts {
  const { desiredNumberScheduled = 0, updatedNumberScheduled = 0, currentNumberScheduled = 0 } = status ?? {};
  return {
    desired: desiredNumberScheduled,
    updated: updatedNumberScheduled,
    ready: status?.numberReady ?? 0,
    available: status?.numberAvailable ?? 0,
    old: Math.max(0, currentNumberScheduled - updatedNumberScheduled),
    isByHand: spec?.updateStrategy?.type === 'OnDelete',
    misplaced: status?.numberMisscheduled ?? 0,
  };
}
