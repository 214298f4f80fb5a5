import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { IncidentCensus, IncidentRecord, IncidentStatus } from '../model/incident/incident.ts';
import { incidentStatuses, workingStatuses } from '../model/incident/incident.ts';
import { incidentKeyOf, incidentWorkflowId, messageNames, workflowTypes } from '../model/names.ts';

/** One line of the list of incidents. */
export interface IncidentSummary {
  readonly incident: string;
  readonly status: string;
  readonly severity: string;
  readonly runbook: string | null;
  readonly target: string | null;
  readonly openedAt: string;
  readonly closed: boolean;
}

const stuckAfterMs = 30 * 60 * 1_000;
const censusDeadlineMs = 2_000;

/** Lists incidents, the newest first as far as the server sorts them. */
export async function listIncidents(
  client: Client,
  limit: number,
  openOnly: boolean,
): Promise<readonly IncidentSummary[]> {
  const open = openOnly ? ` AND ExecutionStatus = 'Running'` : '';
  const found: IncidentSummary[] = [];
  for await (const info of client.workflow.list({ query: `WorkflowType = '${workflowTypes.incident}'${open}` })) {
    found.push(summaryOf(info));
    if (found.length >= limit) break;
  }
  return found;
}

/** Everything an incident knows, asked from its newest run; undefined when there is none by this name. */
export async function readIncident(client: Client, name: string): Promise<IncidentRecord | undefined> {
  const handle = client.workflow.getHandle(incidentWorkflowId(incidentKeyOf(name)));
  try {
    return await handle.query<IncidentRecord>(messageNames.record);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** Counts open incidents; undefined when the server cannot say. */
export async function takeCensus(client: Client, now: number): Promise<IncidentCensus | undefined> {
  const open = `WorkflowType = '${workflowTypes.incident}' AND ExecutionStatus = 'Running'`;
  const count = async (condition: string): Promise<number> =>
    (await client.workflow.count(`${open} AND ${condition}`)).count;
  const ask = async (): Promise<IncidentCensus> => {
    const byStatus: Partial<Record<IncidentStatus, number>> = {};
    // One after the other: servers allow few visibility queries a second.
    for (const status of incidentStatuses) byStatus[status] = await count(`NightshiftStatus = '${status}'`);
    const working = workingStatuses.map((status) => `'${status}'`).join(', ');
    const since = new Date(now - stuckAfterMs).toISOString();
    const stuck = await count(`NightshiftStatus IN (${working}) AND NightshiftStatusSince < '${since}'`);
    return { byStatus: byStatus as Record<IncidentStatus, number>, stuck };
  };
  // A scrape must not wait for a server that is away: its other figures are wanted most just then.
  return client.connection.withDeadline(now + censusDeadlineMs, ask).catch(() => undefined);
}

function summaryOf(info: WorkflowExecutionInfo): IncidentSummary {
  const attribute = (name: string): string | null => {
    const value: unknown = info.searchAttributes?.[name]?.[0];
    return typeof value === 'string' ? value : null;
  };
  return {
    incident: incidentKeyOf(info.workflowId),
    status: attribute('NightshiftStatus') ?? 'open',
    severity: attribute('NightshiftSeverity') ?? 'none',
    runbook: attribute('NightshiftRunbook'),
    target: attribute('NightshiftTarget'),
    openedAt: info.startTime.toISOString(),
    closed: info.status.name !== 'RUNNING',
  };
}
