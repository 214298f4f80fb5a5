import type { ForecasterName } from '../../names.ts';
import type { Tally } from './tally.ts';
import { judgedOf, scoreOf } from './tally.ts';

/** That a model makes no more predictions of a forecast for a while. Times are in milliseconds since 1970. */
export interface Demotion {
  readonly model: ForecasterName;
  readonly sinceMs: number;
  /** When it is tried again. */
  readonly untilMs: number;
  /** How often it has been demoted by now, this time included. */
  readonly times: number;
  /** Figures alone. */
  readonly because: string;
}

/** The model that makes a forecast, and why the configured one is demoted; null where it is not. */
export interface ModelInEffect {
  readonly model: ForecasterName;
  readonly because: string | null;
}

/** Fewer say nothing: one wrong prediction of two is chance. */
const leastPredictions = 10;
const leastPrecision = 0.5;
/** Values are many, but those of one hour belong together. */
const leastValues = 500;
/** Of an interval that is to hold 95 of 100. */
const leastCoverage = 0.75;

const day = 24 * 60 * 60_000;
const demotedMs = 7 * day;
const longestMs = 28 * day;
/** Its next demotion counts as the first again when the one before ended so long ago. */
const forgivenAfterMs = 28 * day;

/** Who takes over, the best on public data first; each stands on other assumptions than the one before. */
const inOrder: readonly ForecasterName[] = ['ensemble', 'local-trend', 'mstl', 'seasonal-naive'];

/** Why a model should not go on; null where its figures are good enough, or too few. */
export function faultOf(tally: Tally): string | null {
  const { precision, coverage, compared } = scoreOf(tally);
  const judged = judgedOf(tally);
  if (precision !== null && judged >= leastPredictions && precision < leastPrecision)
    return `${percent(precision)} of ${judged} predictions were right, at least ${percent(leastPrecision)} have to be`;
  if (coverage !== null && compared >= leastValues && coverage < leastCoverage)
    return `${percent(coverage)} of ${compared} values lay in their interval, at least ${percent(leastCoverage)} have to`;
  return null;
}

/** Demotes a model: for a week, and for twice as long each time that it did not help. */
export function demote(
  demotions: readonly Demotion[],
  model: ForecasterName,
  because: string,
  nowMs: number,
): readonly Demotion[] {
  const last = demotions.find((each) => each.model === model);
  const times = last && nowMs - last.untilMs < forgivenAfterMs ? last.times + 1 : 1;
  const untilMs = nowMs + Math.min(longestMs, demotedMs * 2 ** (times - 1));
  return [...demotions.filter((each) => each !== last), { model, sinceMs: nowMs, untilMs, times, because }];
}

/**
 * The model that makes a forecast now: the configured one, or the next of a fixed order that is not demoted as well. Where all
 * of them are, the configured one goes on: to foresee nothing would be worse.
 */
export function modelInEffect(
  configured: ForecasterName,
  demotions: readonly Demotion[],
  nowMs: number,
): ModelInEffect {
  const demotion = demotionOf(demotions, configured, nowMs);
  if (!demotion) return { model: configured, because: null };
  const next = inOrder.find((model) => model !== configured && !demotionOf(demotions, model, nowMs));
  return { model: next ?? configured, because: demotion.because };
}

function demotionOf(demotions: readonly Demotion[], model: ForecasterName, nowMs: number): Demotion | undefined {
  return demotions.find((each) => each.model === model && each.untilMs > nowMs);
}

/** Rounded down: what falls short must not look as if it did not. */
function percent(share: number): string {
  return `${Math.floor(100 * share)} %`;
}
