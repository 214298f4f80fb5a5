import type { PodState } from '../workloads/pod-state.ts';
import { isThere, podInWords } from './pod-state.ts';
import type { EndpointsJudgement } from './endpoints.ts';

/** What can be said of somebody whose metrics do not arrive. */
interface MonitorJudgement {
  /** Never `healthy`: nobody measures it. */
  readonly health: 'unhealthy' | 'unknown';
  readonly words: string;
}

/** Tells pods that are sick from those that run unseen. Missing metrics say nothing of anybody's health. */
export function judgeMonitored(
  pods: readonly PodState[],
  endpoints: Pick<EndpointsJudgement, 'health' | 'cause'> | null,
): MonitorJudgement {
  const present = pods.filter(isThere);
  if (present.length === 0) return { health: 'unhealthy', words: endpoints?.cause ?? 'there are no pods' };
  const unready = present.filter(({ isReady }) => !isReady);
  const [first] = unready;
  if (first)
    return {
      health: 'unhealthy',
      words: `${unready.length} of ${present.length} pods are not ready: ${podInWords(first)}`,
    };
  if (endpoints?.health === 'unhealthy') return { health: 'unhealthy', words: endpoints.cause };
  return {
    health: 'unknown',
    words: `all of ${present.length} pods are ready, but their metrics do not arrive: look at the way from Prometheus to them, and at what answers there`,
  };
}
