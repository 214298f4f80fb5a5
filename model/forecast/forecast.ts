import type { ForecasterName } from '../names.ts';
import type { Bounds, Series } from './series.ts';

/** What is known to happen at certain times, in the past and ahead: holidays, deployments, campaigns. */
export interface ForecastEvent {
  /** Events of one name have one effect. */
  readonly name: string;
  readonly fromMs: number;
  /** The first moment after it. */
  readonly toMs: number;
}

/** Another series that explains this one; its values reach as far ahead as they are known. */
export interface Regressor {
  readonly name: string;
  readonly series: Series;
}

/** Everything that one forecast is made from. Plain data: it crosses into another process. */
export interface ForecastQuestion {
  readonly series: Series;
  /** How many steps ahead, at least 1. */
  readonly horizon: number;
  readonly model: ForecasterName;
  /** Lengths of seasons in steps, ascending; `auto` finds them in the series. */
  readonly seasons: 'auto' | readonly number[];
  readonly bounds: Bounds;
  /** The share of values that the interval should hold, such as 0.95. */
  readonly level: number;
  /** Whatever is drawn by chance is drawn from this. */
  readonly seed: number;
  readonly events: readonly ForecastEvent[];
  readonly regressors: readonly Regressor[];
  /** What an earlier answer to the same question has learned; null to learn anew. */
  readonly state: ForecasterState | null;
}

/** What a forecaster has learned: plain JSON that may be stored, and used for as long as its version is the forecaster's. */
export interface ForecasterState {
  readonly model: ForecasterName;
  readonly version: number;
  /** Milliseconds since 1970 of the last value that it knows. */
  readonly trainedToMs: number;
  readonly data: unknown;
}

/** How well a forecaster did at moments of the past from which the rest was hidden from it. */
export interface Backtest {
  /** How many moments; 0 where the series was too short for any. */
  readonly origins: number;
  /** The mean absolute error in that of the seasonal naive forecast within the series; null where that is 0. */
  readonly mase: number | null;
  /** The share of hidden values that lay within the interval; null without an origin that it was not made from. */
  readonly coverage: number | null;
}

/** What is expected, a value a step, each list as long as the horizon. lower ≤ yhat ≤ upper, all finite and within the bounds. */
export interface Forecast {
  /** The model asked for, and what it chose of its members where it has some, for people. */
  readonly model: ForecasterName;
  readonly chosen: string | null;
  /** Milliseconds since 1970 of the first step ahead. */
  readonly startMs: number;
  readonly stepMs: number;
  readonly yhat: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly level: number;
  /** Courses that the values may take, each as likely as the others: whole errors of the past around yhat. May be empty. */
  readonly paths: readonly (readonly number[])[];
  readonly seasons: readonly number[];
  readonly backtest: Backtest;
}

/** Why there is no forecast. */
export const refusalReasons = [
  'too-few-values',
  'too-many-gaps',
  'stale',
  'unpredictable',
  'out-of-range',
  'model-not-available',
  'model-failed',
  'out-of-time',
  'out-of-memory',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** A forecast, or a reason why there is none: never a confident line from hopeless data. */
export type ForecastAnswer =
  | { readonly kind: 'forecast'; readonly forecast: Forecast; readonly state: ForecasterState }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly detail: string };
