import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import type { ContainerState, PodState, Termination } from '../../../model/kubernetes/workloads/pod-state.ts';
import { timeOf } from '../../../model/kubernetes/api-time.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import { controllerOf } from '../owned-pods.ts';

const maxText = 400;

/** How a pod is, without secrets: what containers and kubelets say may hold any text. */
export function podState(pod: V1Pod): PodState {
  const { metadata, spec, status } = pod;
  const condition = (type: string) => status?.conditions?.find((one) => one.type === type);
  const scheduled = condition('PodScheduled');
  const owner = controllerOf(metadata);
  return {
    name: metadata?.name ?? '',
    uid: metadata?.uid ?? '',
    node: spec?.nodeName ?? null,
    phase: status?.phase ?? 'Unknown',
    reason: lineOf(status?.reason),
    message: lineOf(status?.message),
    createdAt: timeOf(metadata?.creationTimestamp),
    isReady: condition('Ready')?.status === 'True',
    isGoing: metadata?.deletionTimestamp !== undefined,
    notScheduled: scheduled?.status === 'False' ? (lineOf(scheduled.message) ?? lineOf(scheduled.reason) ?? '') : null,
    owner: owner ? { kind: owner.kind, name: owner.name } : null,
    containers: [
      ...(status?.initContainerStatuses ?? []).map((one) => containerState(one, true)),
      ...(status?.containerStatuses ?? []).map((one) => containerState(one, false)),
    ],
  };
}

function containerState(status: V1ContainerStatus, isInit: boolean): ContainerState {
  const { name, ready, restartCount, state, lastState } = status;
  const ended = state?.terminated ?? lastState?.terminated;
  return {
    name,
    isInit,
    isReady: ready,
    restarts: restartCount,
    waiting: state?.waiting
      ? { reason: lineOf(state.waiting.reason) ?? 'unknown', message: lineOf(state.waiting.message) }
      : null,
    runningSince: state?.running ? timeOf(state.running.startedAt) : null,
    ended: ended ? termination(ended) : null,
  };
}

function termination(ended: NonNullable<NonNullable<V1ContainerStatus['state']>['terminated']>): Termination {
  return {
    reason: lineOf(ended.reason),
    exitCode: ended.exitCode,
    signal: ended.signal || null,
    startedAt: timeOf(ended.startedAt),
    finishedAt: timeOf(ended.finishedAt),
    message: lineOf(ended.message),
  };
}

function lineOf(text: string | undefined): string | null {
  return text ? maskedLine(text.slice(0, 4 * maxText), maxText) : null;
}
