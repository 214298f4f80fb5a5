import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { isOverWith } from '../../model/alert/tracked-alerts.ts';
import type { Delivery } from '../../model/incident/delivery.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import { incidentWorkflowId, messageNames } from '../../model/names.ts';

/** Alerts of one incident that have waited on their way. */
interface LateAlerts {
  readonly key: string;
  readonly deliveries: readonly Delivery[];
  /** When they were taken, in milliseconds since the epoch. */
  readonly takenAt: number;
}

/**
 * Gives an incident alerts that have waited. What was taken after them may have ended it meanwhile, and what it had heard
 * the end of must not begin another one: nobody would ever say again that it is over.
 *
 * @param begin tells an incident that begins where there is none.
 */
export async function deliverLate(
  client: Client,
  { key, deliveries, takenAt }: LateAlerts,
  begin: (news: readonly Delivery[]) => Promise<unknown>,
): Promise<void> {
  const workflowId = incidentWorkflowId(key);
  for (;;) {
    const newest = await client.workflow.getHandle(workflowId).describe().catch(noneWhereNotFound);
    const run = client.workflow.getHandle(workflowId, newest?.runId);
    if (newest?.status.name === 'RUNNING') {
      // It may close right now, and then it counts as closed.
      const isTold = await run.signal(messageNames.deliver, deliveries).then(() => true, noneWhereNotFound);
      if (isTold) return;
      continue;
    }
    const isLate = newest?.status.name === 'COMPLETED' && takenAt < (newest.closeTime?.getTime() ?? 0);
    const heard = isLate ? ((await run.result()) as IncidentRecord).alerts : {};
    const news = deliveries.filter(({ alert }) => !isOverWith(heard, alert));
    if (news.length > 0) await begin(news);
    return;
  }
}

function noneWhereNotFound(error: unknown): undefined {
  if (error instanceof WorkflowNotFoundError) return undefined;
  throw error;
}
