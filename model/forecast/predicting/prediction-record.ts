import type { Crossing } from '../crossing.ts';
import type { Prediction } from '../prediction.ts';
import { canonicalJson } from '../../text/canonical-json.ts';
import { isAgainst, isReached, judgedAtMsOf } from './outlook.ts';
import type { PredictionOutcome } from './prediction-result.ts';

/** How far a prediction is: looked at, waiting for its hours, raised, taken back until its time is over, or ended. */
export type PredictionStatus = 'watching' | 'waiting' | 'raised' | 'withdrawn' | 'ended';

/** The alert of a prediction while it fires, as its incident was told last. Times are in milliseconds since 1970. */
export interface RaisedPrediction {
  readonly startsAtMs: number;
  readonly urgent: boolean;
  readonly told: Prediction;
  readonly toldAtMs: number;
}

/** What is held against what happens: the prediction as it was when it was first raised. */
interface ClaimedCrossing {
  readonly raisedAtMs: number;
  readonly prediction: Prediction;
  readonly crossing: Crossing;
  readonly judgedAtMs: number;
}

/** What became of a claim. */
export interface Judgement {
  readonly outcome: PredictionOutcome;
  readonly crossedAtMs: number | null;
  readonly atMs: number;
}

/** Everything a prediction knows; plain data that survives continue-as-new. */
export interface PredictionRecord {
  /** What the newest forecast says; null until one was read. */
  readonly prediction: Prediction | null;
  readonly heardAtMs: number;
  /** Forecasts that were told, each once. */
  readonly forecasts: number;
  /** How many in a row, up to now, have spoken against it. */
  readonly against: number;
  /** When its hours begin next; null while nobody asked. */
  readonly opensAtMs: number | null;
  readonly raised: RaisedPrediction | null;
  /** When it was taken back last, and why. */
  readonly withdrawn: { readonly atMs: number; readonly why: Withdrawal } | null;
  readonly claim: ClaimedCrossing | null;
  /** When a forecast first saw the limit reached after it was raised. */
  readonly reachedAtMs: number | null;
  readonly judgement: Judgement | null;
  /** Messages that could not be read. */
  readonly ignored: number;
}

/** Why an alert is taken back. */
export const withdrawals = ['receded', 'silent'] as const;
export type Withdrawal = (typeof withdrawals)[number];

/** A record that knows nothing yet. */
export function newPrediction(nowMs: number): PredictionRecord {
  return {
    prediction: null,
    heardAtMs: nowMs,
    forecasts: 0,
    against: 0,
    opensAtMs: null,
    raised: null,
    withdrawn: null,
    claim: null,
    reachedAtMs: null,
    judgement: null,
    ignored: 0,
  };
}

/** Takes in what a forecast says. Told twice it is one, and one that comes late says nothing any more. */
export function hearForecast(record: PredictionRecord, prediction: Prediction, nowMs: number): PredictionRecord {
  if (record.prediction && prediction.madeAtMs <= record.prediction.madeAtMs) return record;
  const { claim, judgement, opensAtMs, reachedAtMs } = record;
  const sameHours = canonicalJson(prediction.terms.hours) === canonicalJson(record.prediction?.terms.hours ?? null);
  // What was judged is over, whatever is expected next: that is another prediction.
  const isOver = judgement !== null && !isReached(prediction);
  return {
    ...record,
    prediction,
    heardAtMs: nowMs,
    forecasts: record.forecasts + 1,
    against: isOver || isAgainst(prediction) ? record.against + 1 : 0,
    opensAtMs: sameHours ? opensAtMs : null,
    reachedAtMs: reachedAtMs ?? (claim !== null && isReached(prediction) ? prediction.madeAtMs : null),
  };
}

/** Notes that the incident was told: the alert began to fire, or says something else now. */
export function tell(record: PredictionRecord, urgent: boolean, nowMs: number): PredictionRecord {
  const { prediction: told, raised, claim, withdrawn } = record;
  if (!told) return record;
  // An alert that fires again begins after its end.
  const startsAtMs = raised?.startsAtMs ?? Math.max(nowMs, (withdrawn?.atMs ?? 0) + 1);
  return {
    ...record,
    raised: { startsAtMs, urgent, told, toldAtMs: nowMs },
    claim: claim ?? claimOf(told, nowMs),
    opensAtMs: null,
  };
}

/** Notes that the alert was taken back. */
export function withdraw(record: PredictionRecord, why: Withdrawal, nowMs: number): PredictionRecord {
  return { ...record, raised: null, withdrawn: { atMs: nowMs, why } };
}

/** How far it is. */
export function statusOf({ raised, withdrawn, opensAtMs, against, judgement }: PredictionRecord): PredictionStatus {
  if (raised) return 'raised';
  if (judgement) return 'ended';
  if (withdrawn) return 'withdrawn';
  return opensAtMs === null || against > 0 ? 'watching' : 'waiting';
}

function claimOf(prediction: Prediction, nowMs: number): ClaimedCrossing | null {
  const { crossing } = prediction;
  if (!crossing) return null;
  return { raisedAtMs: nowMs, prediction, crossing, judgedAtMs: judgedAtMsOf(prediction, nowMs) };
}
