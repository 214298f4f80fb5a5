import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

const forecastPrefix = 'forecast:';

/** The schedule of a forecast, and the beginning of the ids of its runs. */
export function forecastScheduleId(forecast: string): string {
  return `${forecastPrefix}${forecast}`;
}

/** The forecast of a schedule; undefined for any other name. */
export function forecastOfSchedule(id: string): string | undefined {
  return id.startsWith(forecastPrefix) ? id.slice(forecastPrefix.length) : undefined;
}

const predictionPrefix = 'prediction:';
/** Some databases stop at 255 bytes. */
const maxIdLength = 250;

/** One prediction for each incident and cause that a forecast sees coming. */
export function predictionWorkflowId(forecast: string, incident: string, cause: string): string {
  const id = `${predictionIdPrefix(forecast)}${cause}/${incident}`;
  if (id.length <= maxIdLength) return id;
  return `${id.slice(0, maxIdLength - 33)}~${bytesToHex(sha256(utf8ToBytes(id))).slice(0, 32)}`;
}

/** What the ids of all predictions of a forecast begin with. */
export function predictionIdPrefix(forecast: string): string {
  return `${predictionPrefix}${encodeURIComponent(forecast.toWellFormed())}/`;
}

/** Whether a text is the workflow id of a prediction. */
export function isPredictionId(text: string): boolean {
  return text.startsWith(predictionPrefix) && text.length <= maxIdLength;
}

/** The field of its memo in which a prediction shows how it stands. */
export const predictionMemo = 'prediction';
