import type { ForecastAnswer, ForecastQuestion } from '../../model/forecast/forecast.ts';

/** What one calculation may take, and whom it tells that it is still at it. */
export interface CalculationLimits {
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
  /** Called at least every few seconds while it goes on. */
  readonly onProgress?: () => void;
}

/** Calculates in processes of its own, so that neither an endless one nor a greedy one harms this one. */
export interface Calculator {
  /**
   * Answers a question; one that takes too long or too much memory is refused as `out-of-time` or `out-of-memory`.
   *
   * @throws the signal's reason when it is aborted.
   */
  forecast(question: ForecastQuestion, limits: CalculationLimits): Promise<ForecastAnswer>;
  /** Ends its processes. */
  close(): Promise<void>;
}
