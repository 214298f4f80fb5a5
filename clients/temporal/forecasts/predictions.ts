import type { Client } from '@temporalio/client';
import { WorkflowIdReusePolicy, WorkflowNotFoundError } from '@temporalio/client';
import type { HeldClaim } from '../../../model/forecast/predicting/prediction-details.ts';
import type { Prediction } from '../../../model/forecast/prediction.ts';
import { messageNames, taskQueue, workflowTypes } from '../../../model/names.ts';
import { predictionIdPrefix, predictionWorkflowId } from '../../../model/forecast/running/ids.ts';
import { inertLine } from '../../../model/text/markdown.ts';
import { readPredictionNotice } from '../prediction-notices.ts';

/** How forecasts tell what they foresee. Told twice, a prediction is one: by the time at which its forecast was made. */
export interface PredictionClient {
  /**
   * Tells the prediction of one cause what the newest forecast says; it begins where there is none.
   *
   * @param cause tells limits of one incident apart.
   */
  raise(prediction: Prediction, cause: string): Promise<void>;
  /**
   * Tells it only where there is one.
   *
   * @returns false where there is none.
   */
  update(prediction: Prediction, cause: string): Promise<boolean>;
  /** What stands of it, so that it can be held against what happened; undefined where nothing was raised. */
  claim(forecast: string, incident: string, cause: string): Promise<HeldClaim | undefined>;
}

function idOf({ forecast, incident }: Prediction, cause: string): string {
  return predictionWorkflowId(forecast, incident, cause);
}

/** Makes the client. Every call has to end within the deadline, in milliseconds. */
export function createPredictionClient(client: Client, deadlineMs: number): PredictionClient {
  const inTime = <T>(call: () => Promise<T>): Promise<T> =>
    client.connection.withDeadline(Date.now() + deadlineMs, call);

  return {
    async raise(prediction, cause) {
      await inTime(() =>
        client.workflow.signalWithStart(workflowTypes.prediction, {
          workflowId: idOf(prediction, cause),
          taskQueue,
          args: [],
          signal: messageNames.predicted,
          signalArgs: [prediction],
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          staticSummary: inertLine(`${prediction.terms.alertname} on ${prediction.incident}`, 200),
        }),
      );
    },

    async update(prediction, cause) {
      const handle = client.workflow.getHandle(idOf(prediction, cause));
      try {
        await inTime(() => handle.signal(messageNames.predicted, prediction));
        return true;
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return false;
        throw error;
      }
    },

    async claim(forecast, incident, cause) {
      const notice = await readPredictionNotice(client, predictionWorkflowId(forecast, incident, cause));
      // What is still raised is not over, whatever was expected first.
      if (notice?.claim && notice.status === 'raised') return { ...notice.claim, untilMs: Number.POSITIVE_INFINITY };
      return notice?.claim ?? undefined;
    },
  };
}

const countDeadlineMs = 5_000;

/** How many predictions of each forecast are open; undefined when the server cannot say. */
export function countPredictions(
  client: Client,
  forecasts: readonly string[],
  nowMs: number,
): Promise<Readonly<Record<string, number>> | undefined> {
  const ask = async (): Promise<Readonly<Record<string, number>>> => {
    const counts: Record<string, number> = {};
    // One after the other: servers allow few visibility queries a second.
    for (const forecast of forecasts) {
      const query = `WorkflowId STARTS_WITH '${predictionIdPrefix(forecast)}' AND ExecutionStatus = 'Running'`;
      counts[forecast] = (await client.workflow.count(query)).count;
    }
    return counts;
  };
  return client.connection.withDeadline(nowMs + countDeadlineMs, ask).catch(() => undefined);
}
