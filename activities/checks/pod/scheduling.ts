import { obstaclesInWords, obstaclesOf } from '../../../model/kubernetes/workloads/not-scheduled.ts';
import { eventsOf } from '../../kubernetes/workloads/events.ts';
import { checkOfSubject } from '../../kubernetes/workloads/looking.ts';

/** Controllers try again within a quarter of an hour at the latest: what is older is over. */
const recentMs = 20 * 60 * 1_000;

/** Whether the pods of a target have nodes, or can be made at all; if not, why. */
export const scheduling = checkOfSubject(async (subject, { api, namespace }) => {
  const waiting = subject.pods.filter(({ state }) => state.notScheduled !== null && !state.isGoing);
  // A quota or an admission rule stops pods before there are any.
  const recently = new Date(Date.now() - recentMs).toISOString();
  const refused = (await eventsOf(api, subject)).filter(
    ({ reason, lastAt }) => reason === 'FailedCreate' && (lastAt ?? '') > recently,
  );
  const quotas = refused.some(({ message }) => message.includes('exceeded quota'))
    ? (await api.list('ResourceQuota', { namespace, most: 20 })).items
    : [];
  const used = quotas.flatMap(({ metadata, status }) =>
    Object.entries(status?.hard ?? {}).map(
      ([resource, hard]) => `quota ${metadata?.name}: ${resource} ${status?.used?.[resource] ?? 0} of ${hard} used`,
    ),
  );
  const [first] = waiting;
  const said = first?.state.notScheduled ?? '';
  if (first)
    return {
      health: 'unhealthy',
      summary: `${waiting.length} pods have no node: ${obstaclesInWords(said)}`,
      details: [`the scheduler says of ${first.state.name}: ${said}`, ...used.slice(0, 8)],
      facts: { obstacle: obstaclesOf(said)[0] ?? 'other' },
    };
  const [no] = refused;
  if (no)
    return {
      health: 'unhealthy',
      summary: `pods cannot be made: ${no.message}`,
      details: used.slice(0, 8),
      facts: { obstacle: quotas.length > 0 ? 'quota' : 'refused' },
    };
  return { health: 'healthy', summary: 'all of its pods have nodes' };
});
