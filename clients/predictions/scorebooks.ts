import type { Client } from '@temporalio/client';
import { WorkflowIdReusePolicy, WorkflowNotFoundError } from '@temporalio/client';
import type { Scored } from '../../model/forecast/scoring/scored.ts';
import { maxScored } from '../../model/forecast/scoring/scored.ts';
import type { ScorebookNotice } from '../../model/forecast/scoring/scorebook-notice.ts';
import { readScorebookNotice } from '../../model/forecast/scoring/scorebook-notice.ts';
import { forecastOfScorebook, scorebookMemo, scorebookWorkflowId } from '../../model/forecast/scoring/scorebook-id.ts';
import { messageNames, taskQueue, workflowTypes } from '../../model/names.ts';
import { inertLine } from '../../model/text/markdown.ts';

/** How it is told and asked how good forecasts are. */
export interface ScorebookClient {
  /** Tells the scorebook of a forecast, which begins where there is none. Told twice it counts once. */
  tell(forecast: string, scored: readonly Scored[]): Promise<void>;
  /** What it says, without a worker; undefined where there is none, or none that can be read. */
  read(forecast: string): Promise<ScorebookNotice | undefined>;
}

/** Makes the client. Every call has to end within the deadline, in milliseconds. */
export function createScorebookClient(client: Client, deadlineMs: number): ScorebookClient {
  const inTime = <T>(call: () => Promise<T>): Promise<T> =>
    client.connection.withDeadline(Date.now() + deadlineMs, call);

  return {
    async tell(forecast, scored) {
      for (let from = 0; from < scored.length; from += maxScored) {
        await inTime(() =>
          client.workflow.signalWithStart(workflowTypes.scorebook, {
            workflowId: scorebookWorkflowId(forecast),
            taskQueue,
            args: [],
            signal: messageNames.scored,
            signalArgs: [scored.slice(from, from + maxScored)],
            workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
            staticSummary: inertLine(`how good the forecast ${forecast} is`, 200),
          }),
        );
      }
    },

    async read(forecast) {
      try {
        const { memo } = await inTime(() => client.workflow.getHandle(scorebookWorkflowId(forecast)).describe());
        return readScorebookNotice(memo?.[scorebookMemo]);
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return undefined;
        throw error;
      }
    },
  };
}

/** The notices of all scorebooks that are kept, by the names of their forecasts, off the server's list: no worker is asked. */
export async function listScorebooks(client: Client): Promise<Readonly<Record<string, ScorebookNotice>>> {
  const query = `WorkflowType = '${workflowTypes.scorebook}' AND ExecutionStatus = 'Running'`;
  const found: [string, ScorebookNotice][] = [];
  for await (const { workflowId, memo } of client.workflow.list({ query })) {
    const notice = readScorebookNotice(memo?.[scorebookMemo]);
    if (notice) found.push([forecastOfScorebook(workflowId), notice]);
  }
  return Object.fromEntries(found.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

const listDeadlineMs = 5_000;

/** How many models of each forecast are demoted; undefined when the server cannot say. */
export function countDemoted(client: Client, nowMs: number): Promise<Readonly<Record<string, number>> | undefined> {
  const ask = async (): Promise<Readonly<Record<string, number>>> => {
    const notices = Object.entries(await listScorebooks(client));
    return Object.fromEntries(
      notices.map(([forecast, { demotions }]) => [forecast, demotions.filter(({ untilMs }) => untilMs > nowMs).length]),
    );
  };
  return client.connection.withDeadline(nowMs + listDeadlineMs, ask).catch(() => undefined);
}
