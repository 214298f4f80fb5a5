import type { Prediction } from '../prediction.ts';
import { isSure, isWorthRaising, silenceMsOf, urgentAtMsOf } from './outlook.ts';
import type { PredictionRecord, RaisedPrediction, Withdrawal } from './prediction-record.ts';

const minute = 60_000;

/** What a prediction does next. */
export type PredictionStep =
  /** Raise it, or raise it again as what cannot wait any more. */
  | { readonly kind: 'raise'; readonly urgent: boolean }
  | { readonly kind: 'update' }
  | { readonly kind: 'withdraw'; readonly why: Withdrawal }
  /** Ask when its hours begin. */
  | { readonly kind: 'ask-hours' }
  | { readonly kind: 'judge' }
  | { readonly kind: 'end' }
  /** Wait for news, until then at the most. */
  | { readonly kind: 'wait'; readonly untilMs: number };

/** Nobody has told anything readable within this time: it was begun by mistake. */
const neverToldMs = 60 * minute;
/** An answer about the hours that is older than this may be wrong: they could be over again. */
const staleAnswerMs = 5 * minute;
/** A crossing that moved less is no news: less than a tenth of what is left until it, or ten minutes. */
const newsShare = 0.1;
const leastNewsMs = 10 * minute;
const newsProbability = 0.05;
/** Without news it is told again after this, so that its incident is not taken for one that nobody speaks of. */
const repeatAfterMs = 6 * 60 * minute;

/** Decides what is to be done now, of what the record says. */
export function nextStep(record: PredictionRecord, nowMs: number): PredictionStep {
  const { prediction, raised, claim, judgement, reachedAtMs } = record;
  if (!prediction) return nowMs - record.heardAtMs < neverToldMs ? waitUntil(record.heardAtMs + neverToldMs) : end;
  const silentAtMs = record.heardAtMs + silenceMsOf(prediction);
  const isSilent = nowMs >= silentAtMs;
  const hasReceded = record.against >= prediction.terms.recedesAfter;

  if (raised) {
    if (hasReceded) return { kind: 'withdraw', why: 'receded' };
    if (isSilent) return { kind: 'withdraw', why: 'silent' };
    if (!raised.urgent && isSure(prediction) && nowMs >= urgentAtMsOf(prediction))
      return { kind: 'raise', urgent: true };
    if (isNews(raised, prediction, nowMs)) return { kind: 'update' };
  } else if (judgement || (!claim && (hasReceded || isSilent))) {
    return end;
  } else if (!isSilent && record.against === 0 && isWorthRaising(prediction, nowMs)) {
    const step = raising(record, prediction, nowMs);
    if (step) return step;
  }
  if (claim && !judgement && (reachedAtMs !== null || nowMs >= claim.judgedAtMs)) return { kind: 'judge' };
  return waitUntil(
    ...[
      ...(isSilent ? [] : [silentAtMs]),
      ...(claim && !judgement ? [claim.judgedAtMs] : []),
      ...(raised || record.opensAtMs === null ? [] : [record.opensAtMs]),
      ...(raised?.urgent || isSilent ? [] : [urgentAtMsOf(prediction)]),
    ].filter((ms) => ms > nowMs),
  );
}

const end = { kind: 'end' } as const satisfies PredictionStep;

/** Raises it at once where it cannot wait; else in its hours. */
function raising({ opensAtMs }: PredictionRecord, prediction: Prediction, nowMs: number): PredictionStep | undefined {
  if (nowMs >= urgentAtMsOf(prediction)) return { kind: 'raise', urgent: true };
  if (prediction.terms.hours === null) return { kind: 'raise', urgent: false };
  if (opensAtMs === null || nowMs > opensAtMs + staleAnswerMs) return { kind: 'ask-hours' };
  return nowMs >= opensAtMs ? { kind: 'raise', urgent: false } : undefined;
}

function isNews({ told, toldAtMs }: RaisedPrediction, prediction: Prediction, nowMs: number): boolean {
  if (prediction.madeAtMs <= told.madeAtMs) return false;
  if (nowMs - toldAtMs >= repeatAfterMs) return true;
  const [before, now] = [told.crossing, prediction.crossing];
  if (!before || !now) return false;
  const movedMs = Math.abs(now.atMs - before.atMs);
  if (movedMs > Math.max(leastNewsMs, newsShare * (now.atMs - nowMs))) return true;
  return Math.abs(now.probability - before.probability) >= newsProbability;
}

function waitUntil(...moments: readonly number[]): PredictionStep {
  return { kind: 'wait', untilMs: Math.min(...moments) };
}
