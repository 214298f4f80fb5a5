import { shortcomingsOf } from '../../../model/kubernetes/workloads/health.ts';
import type { RolloutState } from '../../../model/kubernetes/workloads/rollout-phase.ts';
import { checkOfSubject } from '../../kubernetes/workloads/looking.ts';
import type { Rolling } from '../../kubernetes/workloads/revisions.ts';
import { isRollingKind } from '../../kubernetes/workloads/revisions.ts';
import { rolloutState } from '../../kubernetes/workloads/rollout-state.ts';

const mostTold = 8;
const mostInSummary = 2;

/**
 * Whether a workload is as it shall be: by its own status and that of its pods, never by an alert. Containers that were
 * restarted just now count, because a loop looks well between two crashes.
 */
export const workloadHealth = checkOfSubject(async ({ kind, workload, pods }, { name }) => {
  const rollout = workload && isRollingKind(kind) ? rolloutState(workload as Rolling) : null;
  const states = pods.map(({ state }) => state);
  const missing = shortcomingsOf(rollout, states, Date.now());
  const facts = rollout
    ? Object.fromEntries(Object.entries(rollout).map(([fact, value]) => [fact, String(value)]))
    : {};
  if (missing.length === 0)
    return {
      health: 'healthy',
      summary: `${kind} ${name} ${rollout ? wellInWords(rollout) : 'is well'}`,
      facts,
    };
  return {
    health: 'unhealthy',
    summary: `${kind} ${name}: ${missing.slice(0, mostInSummary).join(', ')}`,
    details: missing.slice(0, mostTold),
    facts,
  };
});

function wellInWords({ desired, old }: RolloutState): string {
  if (old === 0) return `has all of its ${desired} pods, ready and of its newest template`;
  return `has all of its ${desired} pods ready, and ${old} of older templates, as its update strategy has it`;
}
