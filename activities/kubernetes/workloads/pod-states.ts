import type { V1Container, V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import type { ContainerState, PodState, Termination } from '../../../model/kubernetes/workloads/pod-state.ts';
import { timeOf } from '../../../model/kubernetes/api-time.ts';
import { isReady } from '../../../model/kubernetes/ready.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import { controllerOf } from '../owned-pods.ts';

const maxText = 400;

/** How a pod is, without secrets: what containers and kubelets say may hold any text. */
export function podState(pod: V1Pod): PodState {
  const { metadata, spec, status } = pod;
  const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled');
  const owner = controllerOf(metadata);
  return {
    name: metadata?.name ?? '',
    uid: metadata?.uid ?? '',
    labels: metadata?.labels ?? {},
    ip: status?.podIP ?? null,
    node: spec?.nodeName ?? null,
    phase: status?.phase ?? 'Unknown',
    reason: lineOf(status?.reason),
    message: lineOf(status?.message),
    createdAt: timeOf(metadata?.creationTimestamp),
    isReady: isReady(status),
    isLeaving: metadata?.deletionTimestamp !== undefined,
    notScheduled: scheduled?.status === 'False' ? (lineOf(scheduled.message) ?? lineOf(scheduled.reason) ?? '') : null,
    owner: owner ? { kind: owner.kind, name: owner.name } : null,
    containers: containersOf(pod),
  };
}

/** Those that have to end first, then all others; sidecars, which begin first and stay, are the last of them. */
function containersOf({ spec, status }: V1Pod): readonly ContainerState[] {
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const inits = spec?.initContainers ?? [];
  const stateOf = (container: V1Container, isInit: boolean) =>
    containerState(
      container,
      statuses.find(({ name }) => name === container.name),
      isInit,
    );
  return [
    ...inits.filter((one) => !isSidecar(one)).map((one) => stateOf(one, true)),
    ...[...(spec?.containers ?? []), ...inits.filter(isSidecar)].map((one) => stateOf(one, false)),
  ];
}

function isSidecar({ restartPolicy }: V1Container): boolean {
  return restartPolicy === 'Always';
}

function containerState(
  { name, image, ports = [] }: V1Container,
  status: V1ContainerStatus | undefined,
  isInit: boolean,
): ContainerState {
  const { ready = false, restartCount = 0, state, lastState }: Partial<V1ContainerStatus> = status ?? {};
  const ended = state?.terminated ?? lastState?.terminated;
  return {
    name,
    image: image ?? '',
    isInit,
    isReady: ready,
    restarts: restartCount,
    waiting: state?.waiting
      ? { reason: lineOf(state.waiting.reason) ?? 'unknown', message: lineOf(state.waiting.message) }
      : null,
    runningSince: state?.running ? timeOf(state.running.startedAt) : null,
    ended: ended ? termination(ended) : null,
    // Nobody is sent to one that has ended before the others begin.
    ports: isInit ? [] : ports.map(portOf),
  };
}

function portOf({ name, containerPort, protocol }: NonNullable<V1Container['ports']>[number]) {
  return { name: name ?? null, port: containerPort, protocol: protocol ?? 'TCP' };
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
