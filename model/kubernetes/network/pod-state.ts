import type { PodState } from '../workloads/pod-state.ts';
import { isOver } from '../workloads/pod-state.ts';

/** Whether a pod could serve somebody by now or soon. */
export function isThere(pod: PodState): boolean {
  return !pod.isLeaving && !isOver(pod);
}

/** Whether one of its containers is started again and again: deleting it would only reset that. */
export function isCrashLooping({ containers }: PodState): boolean {
  return containers.some(({ waiting }) => waiting?.reason === 'CrashLoopBackOff');
}

/** A pod in a few words. */
export function podInWords(pod: PodState): string {
  const waiting = pod.containers.flatMap((container) => container.waiting?.reason ?? []);
  const restarts = pod.containers.reduce((sum, container) => sum + container.restarts, 0);
  const state = isOver(pod) ? 'ended' : pod.isLeaving ? 'being deleted' : pod.isReady ? 'ready' : 'not ready';
  const more = [...new Set(waiting), ...(restarts > 0 ? [`${restarts} restarts`] : [])];
  return [`${pod.name} ${state}`, ...more].join(', ');
}

/** Whether a selector of labels finds a pod; an empty one finds nothing. */
export function selects(selector: Readonly<Record<string, string>>, { labels }: Pick<PodState, 'labels'>): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([name, value]) => labels[name] === value);
}
