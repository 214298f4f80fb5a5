import { durationInWords } from '../../text/duration.ts';
import type { PodState } from './pod-state.ts';
import { troubleOf } from './pod-trouble.ts';
import type { RolloutState } from './rollout-phase.ts';

/** A container that has failed within this time is not believed to have got over it. */
const recentMs = 2 * 60 * 1_000;

/**
 * What a workload lacks for being healthy, one short line each; none where it is. It does not ask any alert: every pod
 * that it shall have is of its newest template, ready and available, and no container has failed just now.
 *
 * @param rollout null for what rolls nothing out, such as a bare pod.
 */
export function shortcomingsOf(
  rollout: RolloutState | null,
  pods: readonly PodState[],
  nowMs: number,
): readonly string[] {
  return [
    ...(rollout ? rolloutShortcomings(rollout) : []),
    ...pods.filter(({ isLeaving }) => !isLeaving).flatMap((pod) => podShortcomings(pod, nowMs)),
  ];
}

function rolloutShortcomings(state: RolloutState): readonly string[] {
  const { desired, ready, available, heldBack, isSeen, isPaused, isByHand, isStuck, misplaced } = state;
  // Whoever replaces pods by hand decides when; what a partition holds back is where it shall be.
  const due = isByHand ? 0 : desired - heldBack;
  const old = isByHand ? 0 : state.old - heldBack;
  return [
    ...(isSeen ? [] : ['its controller has not seen its newest specification']),
    ...(isPaused ? ['its rollout is paused'] : []),
    ...(isStuck ? ['its rollout has made no progress within its deadline'] : []),
    ...(state.updated < due ? [`${state.updated} of ${due} pods are of its newest template`] : []),
    ...(ready < desired ? [`${ready} of ${desired} pods are ready`] : []),
    ...(available < desired && ready >= desired ? [`${available} of ${desired} pods are available`] : []),
    ...(old > 0 ? [`${old} pods of older templates are still there`] : []),
    ...(misplaced > 0 ? [`${misplaced} pods run on nodes where they should not`] : []),
  ];
}

function podShortcomings(pod: PodState, nowMs: number): readonly string[] {
  const trouble = troubleOf(pod);
  if (trouble) return [`pod ${pod.name}: ${trouble.words}`];
  return pod.containers.flatMap(({ name, isInit, restarts, ended }) => {
    const agoMs = ended?.finishedAt ? nowMs - Date.parse(ended.finishedAt) : Number.POSITIVE_INFINITY;
    if (isInit || restarts === 0 || agoMs > recentMs) return [];
    return [`pod ${pod.name}: container ${name} was restarted ${durationInWords(Math.max(0, agoMs))} ago`];
  });
}
