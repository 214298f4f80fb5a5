import type { V1DeploymentCondition } from '@kubernetes/client-node';
import { obstaclesInWords, obstaclesOf } from '../../../model/kubernetes/workloads/not-scheduled.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { Cluster } from '../../../clients/kubernetes/cluster.ts';
import { eventsOf } from '../../kubernetes/workloads/events.ts';
import { checkOfSubject } from '../../kubernetes/workloads/looking.ts';
import type { Subject } from '../../kubernetes/workloads/subject.ts';

/** Controllers try again within a quarter of an hour at the latest: what is older is over. */
const recentMs = 20 * 60 * 1_000;
const mostQuotas = 20;
const mostTold = 8;

/** Whether the pods of a target have nodes, or can be made at all; if not, why. */
export const scheduling = checkOfSubject(async (subject, { api, namespace }) => {
  const waiting = subject.pods.filter(({ state }) => state.notScheduled !== null && !state.isLeaving);
  const [first] = waiting;
  if (first) {
    const said = first.state.notScheduled ?? '';
    return {
      health: 'unhealthy',
      summary: `${waiting.length} pods have no node: ${obstaclesInWords(said)}`,
      details: [`the scheduler says of ${first.state.name}: ${said}`],
      facts: { obstacle: obstaclesOf(said)[0] ?? 'other' },
    };
  }
  // A quota or an admission rule stops pods before there are any.
  const refusal = await refusalOf(api, subject);
  if (refusal === null) return { health: 'healthy', summary: 'all of its pods have nodes' };
  const isQuota = refusal.includes('exceeded quota');
  return {
    health: 'unhealthy',
    summary: `pods cannot be made: ${refusal}`,
    details: isQuota ? await quotasOf(api, namespace) : [],
    facts: { obstacle: isQuota ? 'quota' : 'refused' },
  };
});

/** Why no pods are made, as the controller says; null where they are. */
async function refusalOf(api: Cluster, subject: Subject): Promise<string | null> {
  // A Deployment takes it over from its ReplicaSet; all others say it as an event of their own.
  const { conditions = [] } = (subject.workload?.status ?? {}) as {
    readonly conditions?: readonly V1DeploymentCondition[];
  };
  const failed = conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True');
  if (failed?.message) return maskedLine(failed.message, 300);
  const recently = new Date(Date.now() - recentMs).toISOString();
  const events = await eventsOf(api, subject);
  return events.find(({ reason, lastAt }) => reason === 'FailedCreate' && (lastAt ?? '') > recently)?.message ?? null;
}

async function quotasOf(api: Cluster, namespace: string | null): Promise<readonly string[]> {
  const { items } = await api.list('ResourceQuota', { namespace, most: mostQuotas });
  return items
    .flatMap(({ metadata, status }) =>
      Object.entries(status?.hard ?? {}).map(
        ([resource, hard]) => `quota ${metadata?.name}: ${resource} ${status?.used?.[resource] ?? 0} of ${hard} used`,
      ),
    )
    .slice(0, mostTold);
}
