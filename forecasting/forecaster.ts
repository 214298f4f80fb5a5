import type { ForecasterState } from '../model/forecast/forecast.ts';
import type { ForecasterName } from '../model/names.ts';

/** What a forecaster learns from: a series without gaps, and what explains it. */
export interface History {
  /** All finite; gaps are filled. */
  readonly values: Float64Array;
  /** Milliseconds since 1970 of the first value. */
  readonly startMs: number;
  readonly stepMs: number;
  /** Lengths of seasons in steps, ascending; each at least twice in the values. */
  readonly seasons: readonly number[];
  /** Columns that explain the values, each as long as they are; empty for most series. */
  readonly columns: readonly Column[];
  readonly seed: number;
  /** How many steps will be asked for; a guess from the seasons where this is missing. */
  readonly horizon?: number;
}

/** One explaining quantity: 0 and 1 for an event, anything finite for another series. */
export interface Column {
  readonly name: string;
  readonly past: Float64Array;
  /** As many steps as will be asked for. */
  readonly ahead: Float64Array;
  /** How many of them are known and no guess; all where this is missing. */
  readonly knownAhead?: number;
}

/** A way to forecast. It knows neither bounds nor intervals: those are put around every forecaster alike. */
export interface Forecaster {
  readonly name: ForecasterName;
  /** Changes whenever an older state could not be used any more. */
  readonly version: number;
  /**
   * Learns. The history is not changed.
   *
   * @throws ForecastRefusedError where this model can make nothing of it.
   */
  train(history: History): ForecasterState;
  /**
   * Learns from newer values of the same series, with what an earlier state has decided: quicker than to train anew,
   * which is what happens where this is missing. The state is of this version; what it says of a changed series is
   * the forecaster's to notice.
   */
  update?(state: ForecasterState, history: History): ForecasterState;
  /** What of a state is worth to be stored for the next update; all of it where this is missing. */
  kept?(state: ForecasterState): ForecasterState;
  /** What a state has chosen of its members, for people; nothing where this is missing. */
  chosen?(state: ForecasterState): string;
  /**
   * Expects so many steps after the history it was trained on.
   *
   * @param columns those of the history, with what is known ahead.
   */
  forecast(state: ForecasterState, steps: number, columns: readonly Column[]): Float64Array;
}

/** A forecaster whose mathematics take turns with the rest of the process: those of the neural networks. */
export interface SlowForecaster {
  readonly name: ForecasterName;
  readonly version: number;
  train(history: History, run: TrainingRun): Promise<ForecasterState>;
  /** Whether a state may be used instead of learning this history: not one of another version, of other seasons, too old. */
  canUse(state: ForecasterState, history: History): boolean;
  /** From the end of a history that may be longer than the one learned from: the weights stay as they are. */
  forecast(state: ForecasterState, history: History, steps: number): Promise<Float64Array>;
}

/** What a long training is told and tells. */
export interface TrainingRun {
  readonly signal: AbortSignal;
  /** Called several times a second while it learns. */
  onProgress(done: number): void;
}
