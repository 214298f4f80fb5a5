import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import { isOver } from '../../../model/kubernetes/workloads/pod-state.ts';
import type { ObjectId, Symptom, SymptomKey } from '../symptom.ts';
import { symptom, symptomKey, timeOf } from '../symptom.ts';
import { nodeNotReady } from './node.ts';

/** How long a container that was killed for its memory counts as one that is. */
const recentlyMs = 10 * 60 * 1_000;

/** One kill is an accident. */
const leastKills = 2;

/** Two words for one trouble, which take turns. */
const sameReasons: Readonly<Record<string, string>> = { ErrImagePull: 'ImagePullBackOff' };

/** A container that waits for others of its pod: theirs is the trouble. */
const waitsForOthers = 'PodInitializing';

/** What is wrong with a pod. What has ended, or is about to, is nobody's trouble any more. */
export function symptomsOfPod(pod: V1Pod, now: number): readonly Symptom[] {
  const { metadata, spec, status } = pod;
  if (!metadata?.uid || metadata.deletionTimestamp || isOver(status)) return [];
  const object: ObjectId = `Pod/${metadata.uid}`;
  const node = spec?.nodeName ? [nodeNotReady(spec.nodeName)] : [];
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const found = containers.flatMap((container) => symptomsOfContainer(pod, object, container, node, now));
  const explainedBy = [...node, ...containers.flatMap(({ name }) => keysOf(object, name))];
  return [...found, ...symptomsOfReadiness(pod, object, explainedBy)];
}

function symptomsOfContainer(
  { metadata, status }: V1Pod,
  object: ObjectId,
  { name, state, lastState, restartCount }: V1ContainerStatus,
  node: readonly SymptomKey[],
  now: number,
): readonly Symptom[] {
  const labels = {
    namespace: metadata?.namespace ?? '',
    pod: metadata?.name ?? '',
    container: name,
    uid: metadata?.uid ?? '',
  };
  const [killed, crashing] = keysOf(object, name);
  const ended = state?.terminated ?? lastState?.terminated;
  const endedAt = timeOf(ended?.finishedAt);
  const found: Symptom[] = [];
  const isKilled = ended?.reason === 'OOMKilled' && restartCount >= leastKills;
  if (isKilled && endedAt !== null && now - endedAt < recentlyMs) {
    const summary = `container ${name} was killed for its memory, and has been restarted ${restartCount} times`;
    found.push(
      symptom('KubernetesContainerOomKiller', object, {
        part: name,
        labels: { ...labels, reason: 'OOMKilled' },
        since: endedAt,
        summary,
        explainedBy: node,
      }),
    );
  }
  const waiting = state?.waiting;
  if (waiting?.reason === 'CrashLoopBackOff') {
    const how = ended ? `, exit code ${ended.exitCode} (${ended.reason ?? 'no reason'})` : '';
    found.push(
      symptom('KubePodCrashLooping', object, {
        part: name,
        labels: { ...labels, reason: waiting.reason },
        since: endedAt,
        summary: `container ${name} crashes again and again, ${restartCount} restarts${how}`,
        explainedBy: [...node, killed],
      }),
    );
  } else if (waiting?.reason && waiting.reason !== waitsForOthers) {
    const reason = sameReasons[waiting.reason] ?? waiting.reason;
    found.push(
      symptom('KubeContainerWaiting', object, {
        part: name,
        labels: { ...labels, reason },
        since: unreadySince(status, 'ContainersReady') ?? timeOf(metadata?.creationTimestamp),
        summary: `container ${name} waits: ${reason}: ${waiting.message ?? 'no message'}`,
        explainedBy: [...node, killed, crashing],
      }),
    );
  }
  return found;
}

/** Pods of Jobs come to an end, and need not be ready. */
function symptomsOfReadiness(
  { metadata, status }: V1Pod,
  object: ObjectId,
  explainedBy: readonly SymptomKey[],
): readonly Symptom[] {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status === 'True' && status?.phase !== 'Unknown') return [];
  if (metadata?.ownerReferences?.some(({ kind }) => kind === 'Job')) return [];
  const scheduled = status?.conditions?.find(({ type, status: is }) => type === 'PodScheduled' && is !== 'True');
  const why = scheduled ?? ready;
  return [
    symptom('KubePodNotReady', object, {
      labels: { namespace: metadata?.namespace ?? '', pod: metadata?.name ?? '' },
      since: timeOf(ready?.lastTransitionTime) ?? timeOf(metadata?.creationTimestamp),
      summary: `the pod is ${status?.phase ?? 'Unknown'} and not ready: ${why?.reason ?? 'no reason'}: ${why?.message ?? ''}`,
      explainedBy,
    }),
  ];
}

/** Graver ones first: each explains those behind it. */
function keysOf(object: ObjectId, container: string): readonly [SymptomKey, SymptomKey, SymptomKey] {
  return [
    symptomKey('KubernetesContainerOomKiller', object, container),
    symptomKey('KubePodCrashLooping', object, container),
    symptomKey('KubeContainerWaiting', object, container),
  ];
}

function unreadySince(status: V1Pod['status'], type: string): number | null {
  const condition = status?.conditions?.find((one) => one.type === type);
  return condition && condition.status !== 'True' ? timeOf(condition.lastTransitionTime) : null;
}
