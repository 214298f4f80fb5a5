import { silenceMsOf } from './outlook.ts';
import type { Judgement, PredictionRecord } from './prediction-record.ts';
import type { PredictionResult } from './prediction-result.ts';

/** What could be found out about what happened to a series, and in its incident. */
export interface WhatHappened {
  /** When the limit was reached; null where it was not, and undefined where nobody could read the series. */
  readonly crossedAtMs?: number | null;
  /** Whether a repair changed something meanwhile; null where nobody can tell. */
  readonly acted: boolean | null;
}

/** Holds a prediction that was raised against what happened. */
export function judge(record: PredictionRecord, happened: WhatHappened, nowMs: number): PredictionRecord {
  return { ...record, judgement: judgementOf(record, happened, nowMs) };
}

/** What is kept of a prediction that was raised and judged; null of any other. */
export function resultOf({ claim, judgement }: PredictionRecord, id: string): PredictionResult | null {
  if (!claim || !judgement) return null;
  const { prediction, crossing, raisedAtMs } = claim;
  const { forecast, series, target, incident, limit, model, madeAtMs } = prediction;
  const { outcome, crossedAtMs, atMs: judgedAtMs } = judgement;
  const about = { prediction: id, forecast, series, target, incident, limit, model };
  return { ...about, raisedAtMs, madeAtMs, crossing, outcome, crossedAtMs, judgedAtMs };
}

function judgementOf(record: PredictionRecord, { crossedAtMs, acted }: WhatHappened, atMs: number): Judgement {
  const reachedAtMs = crossedAtMs ?? record.reachedAtMs;
  if (reachedAtMs !== null && reachedAtMs <= (record.claim?.judgedAtMs ?? atMs))
    return { outcome: 'came-true', crossedAtMs: reachedAtMs, atMs };
  // The forecasts themselves have seen the series, as long as they were made.
  const wasWatched = record.prediction !== null && atMs - record.heardAtMs <= silenceMsOf(record.prediction);
  if (crossedAtMs === undefined && !wasWatched) return { outcome: 'unknown', crossedAtMs: null, atMs };
  const stood = record.raised !== null;
  const outcome = acted === true ? 'averted' : stood ? 'false-alarm' : acted === null ? 'unknown' : 'receded';
  return { outcome, crossedAtMs: null, atMs };
}
