import type { ForecasterState } from '../../model/forecast/forecast.ts';
import type { Forecaster, History, SlowForecaster } from '../forecaster.ts';
import { hiddenSteps, historyUntil, originsOf } from './origins.ts';

/** What a forecaster expected from one moment of the past, and by how much it was wrong. */
export interface Trial {
  /** How many values it knew. */
  readonly origin: number;
  readonly expected: Float64Array;
  /** What happened less what was expected. */
  readonly errors: Float64Array;
}

/** Tries a forecaster from moments of the past, with what it has decided for the whole history. */
export function tryOut(
  forecaster: Forecaster,
  state: ForecasterState,
  history: History,
  steps: number,
): readonly Trial[] {
  const hidden = hiddenSteps(history.values.length, steps);
  return originsOf(history.values.length, hidden).map((origin) => {
    const past = historyUntil(history, origin, hidden);
    const then = forecaster.update?.(state, past) ?? forecaster.train(past);
    return trialOf(history, origin, forecaster.forecast(then, hidden, past.columns));
  });
}

/** Tries a slow forecaster, which does not learn again, from moments after all that it has learned from. */
export async function tryOutSlowly(
  forecaster: SlowForecaster,
  state: ForecasterState,
  history: History,
  steps: number,
): Promise<readonly Trial[]> {
  const hidden = hiddenSteps(history.values.length, steps);
  const learned = (state.trainedToMs - history.startMs) / history.stepMs + 1;
  const trials: Trial[] = [];
  for (const origin of originsOf(history.values.length, hidden).filter((known) => known >= learned)) {
    const past = historyUntil(history, origin, hidden);
    trials.push(trialOf(history, origin, await forecaster.forecast(state, past, hidden)));
  }
  return trials;
}

/** What a slow forecaster may learn from, so that there are moments left to try it from. */
export function historyToLearnFrom(history: History, steps: number): History {
  const hidden = hiddenSteps(history.values.length, steps);
  const origin = originsOf(history.values.length, hidden).at(-1);
  return origin === undefined ? history : historyUntil(history, origin, hidden);
}

function trialOf({ values }: History, origin: number, expected: Float64Array): Trial {
  return { origin, expected, errors: expected.map((value, step) => (values[origin + step] ?? value) - value) };
}
