import type { V1ContainerStatus, V1Node, V1Pod } from '@kubernetes/client-node';

/** A moment of the objects' day in milliseconds. */
export function atMinute(minute: number): number {
  return Date.UTC(2026, 0, 1) + minute * 60_000;
}

/** The same as objects write it: a watch hands times on as text. */
export function timeAtMinute(minute: number): Date {
  return new Date(atMinute(minute)).toISOString().replace('.000', '') as unknown as Date;
}

/** A pod of a ReplicaSet that is well, but for these statuses of its containers. */
export function aWatchedPod(
  containerStatuses: readonly Partial<V1ContainerStatus>[],
  changes: Partial<V1Pod> = {},
): V1Pod {
  const isReady = containerStatuses.length === 0;
  return {
    metadata: {
      name: 'web-1',
      namespace: 'shop',
      uid: 'uid-1',
      creationTimestamp: timeAtMinute(0),
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'uid-rs', controller: true }],
    },
    spec: { nodeName: 'node-1', containers: [] },
    status: {
      phase: 'Running',
      conditions: [
        { type: 'Ready', status: isReady ? 'True' : 'False', lastTransitionTime: timeAtMinute(1) },
        { type: 'ContainersReady', status: isReady ? 'True' : 'False', lastTransitionTime: timeAtMinute(2) },
      ],
      containerStatuses: containerStatuses.map((status) => ({
        name: 'app',
        image: 'web:7',
        imageID: '',
        ready: false,
        restartCount: 5,
        ...status,
      })),
    },
    ...changes,
  };
}

/** The state of a container that waits to be started again. */
export function crashing(minute: number, reason = 'Error'): Partial<V1ContainerStatus> {
  return {
    state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 40s' } },
    lastState: { terminated: { exitCode: 1, reason, finishedAt: timeAtMinute(minute) } },
  };
}

/** A node with one condition. */
export function aWatchedNode(type: string, status: string, unschedulable = false): V1Node {
  return {
    metadata: { name: 'node-1', uid: 'uid-node' },
    spec: unschedulable ? { unschedulable } : {},
    status: {
      conditions: [
        { type, status, reason: 'KubeletNotReady', message: 'stopped', lastTransitionTime: timeAtMinute(3) },
      ],
    },
  };
}
