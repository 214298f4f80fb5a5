import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { PredictionNotice } from '../../model/forecast/predicting/prediction-details.ts';
import { readPredictionNotice as readNotice } from '../../model/forecast/predicting/prediction-details.ts';
import { readScore, scoreMemo } from '../../model/incident/score.ts';
import { incidentWorkflowId, workflowTypes } from '../../model/names.ts';
import { predictionMemo } from '../../model/forecast/running/ids.ts';
import { isCanonicalPath } from '../../model/target.ts';

const deadlineMs = 10_000;
/** Runs of one incident that are looked at. */
const maxRuns = 50;

/** How a prediction stands, by its memo, so that no worker is asked; undefined where there is none. */
export async function readPredictionNotice(client: Client, id: string): Promise<PredictionNotice | undefined> {
  try {
    const handle = client.workflow.getHandle(id);
    const { memo } = await client.connection.withDeadline(Date.now() + deadlineMs, () => handle.describe());
    return readNotice(memo?.[predictionMemo]);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** Whether a repair of an incident changed something, in any of its runs that went on after a time. */
export async function hasActedSince(client: Client, incident: string, sinceMs: number): Promise<boolean> {
  if (!isCanonicalPath(incident)) return false;
  const query = `WorkflowType = '${workflowTypes.incident}' AND WorkflowId = '${incidentWorkflowId(incident)}'`;
  return client.connection.withDeadline(Date.now() + deadlineMs, async () => {
    let read = 0;
    for await (const { closeTime, memo } of client.workflow.list({ query })) {
      const wasThere = closeTime === undefined || closeTime.getTime() >= sinceMs;
      if (wasThere && readScore(memo?.[scoreMemo])?.acted === true) return true;
      if (++read >= maxRuns) break;
    }
    return false;
  });
}
