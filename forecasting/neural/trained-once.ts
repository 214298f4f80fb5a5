import type { ForecasterState } from '../../model/forecast/forecast.ts';
import type { History, SlowForecaster, TrainingRun } from '../forecaster.ts';

/** What a forecaster expected at moments of the past and expects now, by what it has learned once. */
export interface TrainedOnce {
  readonly state: ForecasterState;
  /** In the order of the moments. */
  readonly backtests: readonly Float64Array[];
  readonly ahead: Float64Array;
}

/**
 * Trains once, on the shortest of the histories, and forecasts from the end of each with the weights of that: training
 * anew for each would take minutes. So no value that a backtest hides was ever learned from. A state that fits is used as
 * it is.
 *
 * @param pasts the history as it was known at moments of the past; where there are none it learns all of it.
 */
export async function trainedOnce(
  forecaster: SlowForecaster,
  kept: ForecasterState | null,
  history: History,
  pasts: readonly History[],
  steps: number,
  run: TrainingRun,
): Promise<TrainedOnce> {
  const oldest = [history, ...pasts].reduce((one, other) => (other.values.length < one.values.length ? other : one));
  const state = kept && forecaster.canUse(kept, oldest) ? kept : await forecaster.train(oldest, run);
  const backtests: Float64Array[] = [];
  for (const past of pasts) backtests.push(await forecaster.forecast(state, past, steps));
  return { state, backtests, ahead: await forecaster.forecast(state, history, steps) };
}
