import type { Client, WorkflowExecutionDescription, WorkflowExecutionInfo } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { IncidentCensus, IncidentRecord, IncidentStatus } from '../../model/incident/incident.ts';
import { incidentStatuses, workingStatuses } from '../../model/incident/incident.ts';
import { readScore, scoreMemo } from '../../model/incident/score.ts';
import type { searchAttributes as registered } from '../../model/names.ts';
import {
  incidentKeyOf,
  incidentWorkflowId,
  messageNames,
  remediationWorkflowId,
  targetOfRemediation,
  workflowTypes,
} from '../../model/names.ts';
import type { ScoredIncident } from '../../model/scorecard/scored-incident.ts';
import type { Target } from '../../model/target.ts';

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

/** What the list says of the incidents of some time. */
export interface ScoredIncidents {
  readonly incidents: readonly ScoredIncident[];
  /** Whether that is all of them: the list was not read beyond a limit. */
  readonly complete: boolean;
  /** For how long the server keeps what is closed, in milliseconds; null where it does not say. */
  readonly keptMs: number | null;
}

const pageSize = 500;
const listDeadlineMs = 60_000;
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

/**
 * Reads the scores of incidents that opened since a time, off the list: no worker is asked.
 *
 * @param limit runs of incidents to read at the most.
 */
export async function listScores(client: Client, since: Date, limit: number): Promise<ScoredIncidents> {
  const query = `WorkflowType = '${workflowTypes.incident}' AND StartTime >= '${since.toISOString()}' AND ExecutionStatus != 'ContinuedAsNew'`;
  return client.connection.withDeadline(Date.now() + listDeadlineMs, async () => {
    const runs = new Map<string, { readonly startTime: Date; readonly scored: ScoredIncident }>();
    let [read, complete] = [0, true];
    for await (const info of client.workflow.list({ query, pageSize })) {
      if (read++ >= limit) {
        complete = false;
        break;
      }
      const scored = scoredBy(info);
      const openedAt = scored.score?.openedAt ?? info.startTime.toISOString();
      // A run that goes on for one that opened earlier.
      if (Date.parse(openedAt) < since.getTime()) continue;
      // A Reset leaves two runs of one incident behind: the later one counts.
      const name = `${info.workflowId} ${openedAt}`;
      const other = runs.get(name);
      if (!other || other.startTime <= info.startTime) runs.set(name, { startTime: info.startTime, scored });
    }
    const keptMs = await retentionOf(client);
    return { incidents: [...runs.values()].map(({ scored }) => scored), complete, keptMs };
  });
}

/**
 * The open incident that a name means, by its key or workflow id; or, by a target or the workflow id of its remediation, the
 * one that has the target repaired now.
 *
 * @returns its key; undefined where there is none.
 */
export async function findIncident(client: Client, name: string): Promise<string | undefined> {
  const repaired = targetOfRemediation(name);
  const key = incidentKeyOf(name);
  if (!repaired && (await describeOpen(client, incidentWorkflowId(key)))) return key;
  const { parentExecution } = (await describeOpen(client, remediationWorkflowId(repaired ?? key))) ?? {};
  return parentExecution?.workflowId ? incidentKeyOf(parentExecution.workflowId) : undefined;
}

async function describeOpen(client: Client, workflowId: string): Promise<WorkflowExecutionDescription | undefined> {
  try {
    const description = await client.workflow.getHandle(workflowId).describe();
    return description.status.name === 'RUNNING' ? description : undefined;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
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

/** Whether an incident of this name is open and not resolved. */
export async function hasTrouble(client: Client, name: string): Promise<boolean> {
  try {
    const { status, searchAttributes } = await client.workflow
      .getHandle(incidentWorkflowId(incidentKeyOf(name)))
      .describe();
    return status.name === 'RUNNING' && searchAttributes['NightshiftStatus']?.[0] !== 'resolved';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** Whether a repair of this target is under way. */
export async function isUnderRepair(client: Client, target: Target): Promise<boolean> {
  return (await describeOpen(client, remediationWorkflowId(target))) !== undefined;
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
  const attribute = (name: SearchAttribute): string | null => attributeOf(info, name);
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

type SearchAttribute = keyof typeof registered;

function attributeOf(info: WorkflowExecutionInfo, name: SearchAttribute): string | null {
  const value: unknown = info.searchAttributes?.[name]?.[0];
  return typeof value === 'string' ? value : null;
}

/** The statuses in which an incident's outcome is one, until something new happens. */
const restingStatuses: readonly (string | null)[] = ['resolved', 'escalated'] satisfies readonly IncidentStatus[];

function scoredBy(info: WorkflowExecutionInfo): ScoredIncident {
  const closed = info.status.name !== 'RUNNING';
  return {
    incident: incidentKeyOf(info.workflowId),
    target: attributeOf(info, 'NightshiftTarget'),
    closed,
    underWay: !closed && !restingStatuses.includes(attributeOf(info, 'NightshiftStatus')),
    score: readScore(info.memo?.[scoreMemo]) ?? null,
  };
}

/** What a namespace says of itself may be none of a reader's business. */
async function retentionOf(client: Client): Promise<number | null> {
  const { namespace } = client.options;
  const answer = await client.workflowService.describeNamespace({ namespace }).catch(() => undefined);
  const retention = answer?.config?.workflowExecutionRetentionTtl?.seconds;
  return retention ? Number(retention) * 1_000 : null;
}
