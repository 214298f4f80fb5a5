import type { ContainerState, PodState, Termination } from '../../../../model/kubernetes/workloads/pod-state.ts';
import type { RolloutState } from '../../../../model/kubernetes/workloads/rollout-phase.ts';
import type { Revision } from '../../../../model/kubernetes/workloads/rollout.ts';

/** A container that runs and is ready. */
export function aContainerState(overrides: Partial<ContainerState> = {}): ContainerState {
  return {
    name: 'app',
    image: 'registry.test/app:1',
    isInit: false,
    isReady: true,
    restarts: 0,
    waiting: null,
    runningSince: '2026-01-01T00:00:00.000Z',
    ended: null,
    ports: [],
    ...overrides,
  };
}

/** A container that ended with an error. */
export function aTermination(overrides: Partial<Termination> = {}): Termination {
  return {
    reason: 'Error',
    exitCode: 1,
    signal: null,
    startedAt: '2026-01-01T00:00:30.000Z',
    finishedAt: '2026-01-01T00:00:40.000Z',
    message: null,
    ...overrides,
  };
}

/** A container in a crash loop. */
export function aCrashingContainer(ended: Partial<Termination> = {}): ContainerState {
  return aContainerState({
    isReady: false,
    restarts: 5,
    runningSince: null,
    waiting: { reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container' },
    ended: aTermination(ended),
  });
}

/** A pod that is well. */
export function aPodState(overrides: Partial<PodState> = {}): PodState {
  return {
    name: 'web-1',
    uid: 'uid-1',
    labels: { app: 'web' },
    ip: '10.0.0.1',
    node: 'node-1',
    phase: 'Running',
    reason: null,
    message: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    isReady: true,
    isLeaving: false,
    notScheduled: null,
    owner: { kind: 'ReplicaSet', name: 'web-abc' },
    containers: [aContainerState()],
    ...overrides,
  };
}

/** A workload of two pods that has what it shall have. */
export function aRollout(overrides: Partial<RolloutState> = {}): RolloutState {
  return {
    desired: 2,
    updated: 2,
    ready: 2,
    available: 2,
    old: 0,
    heldBack: 0,
    isSeen: true,
    isPaused: false,
    isByHand: false,
    isStuck: false,
    misplaced: 0,
    ...overrides,
  };
}

/** A revision that was rolled out at the beginning of the year. */
export function aRevision(overrides: Partial<Revision> = {}): Revision {
  return { number: 7, rolledOutAt: '2026-01-01T00:00:00.000Z', cause: null, template: 'new', ...overrides };
}
