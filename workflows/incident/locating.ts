import { ActivityFailure, patched, proxyActivities, rootCause } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import type { Outcome } from '../../model/incident/outcome.ts';
import { isKubernetesTarget } from '../../model/kubernetes/object.ts';
import type { FiringAlert } from '../../model/remediation/remediation.ts';
import { inertLine } from '../../model/text/markdown.ts';
import { lookUp } from '../activity-profiles.ts';
import { throwCancellation } from '../remediation/failures.ts';
import type { IncidentDesk } from './desk.ts';

const looking = proxyActivities<Activities>(lookUp);

/**
 * Looks up in its cluster what the labels name, and goes on with what controls it: that is locked, counted and judged, and
 * stays the same target when pods are made anew under other names.
 *
 * @returns why nobody knows what is sick; null where it is known, or lies in no cluster.
 */
export async function locate(desk: IncidentDesk, alerts: readonly FiringAlert[]): Promise<Outcome | null> {
  const { target } = desk.record;
  if (target === null || !isKubernetesTarget(target) || !patched('located-in-its-cluster')) return null;
  const named = alerts.map(({ labels }) => ({ labels }));
  try {
    const found = await looking.resolveTarget.executeWithOptions({ summary: inertLine(`find ${target}`, 200) }, [
      { target, alerts: named },
    ]);
    if (found.found !== 'object') return { kind: 'nothing-done', reason: 'unknown-target', detail: found.words };
    desk.located(found.target, found.words);
    return null;
  } catch (error) {
    throwCancellation(error);
    if (!(error instanceof ActivityFailure)) throw error;
    const detail = `nobody can say what is sick: ${rootCause(error) || 'no message'}`;
    return { kind: 'nothing-done', reason: 'cluster-unavailable', detail };
  }
}
