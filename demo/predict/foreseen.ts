import type { Client } from '@temporalio/client';
import { ScheduleOverlapPolicy } from '@temporalio/client';
import { predictionAmong } from '../../model/forecast/predicting/predictive-alert.ts';
import type { PredictionRecord } from '../../model/forecast/predicting/prediction-record.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import { messageNames } from '../../model/names.ts';
import { forecastScheduleId } from '../../model/forecast/running/ids.ts';

/** Has the schedule of a forecast run it now, whatever else runs. */
export async function forecastNow(client: Client, forecast: string): Promise<void> {
  await client.schedule.getHandle(forecastScheduleId(forecast)).trigger(ScheduleOverlapPolicy.ALLOW_ALL);
}

/** A prediction as its incident was told, and as it knows itself. */
interface ForeseenTrouble {
  /** Its workflow id. */
  readonly id: string;
  readonly summary: string;
  readonly grounds: string;
  readonly record: PredictionRecord;
}

/** The prediction of an incident; null where it has none. */
export async function foreseenBy(client: Client, { alerts }: IncidentRecord): Promise<ForeseenTrouble | null> {
  const told = predictionAmong(Object.values(alerts).flatMap(({ detail }) => detail ?? []));
  if (!told) return null;
  const record = await client.workflow.getHandle(told.id).query<PredictionRecord>(messageNames.prediction);
  return { id: told.id, summary: told.summary, grounds: told.grounds, record };
}
