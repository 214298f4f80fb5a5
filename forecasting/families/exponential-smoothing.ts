import { engineCalled } from '../engines.ts';
import { reasonFor } from './failing.ts';

/** Level and trend, chosen by AICc. The seasons that augurs takes with it are ignored: grafana/augurs#27. */
const nonSeasonal = 'ZZN';

/** What exponential smoothing of values without a season expects. */
export function smoothedCourse(values: Float64Array, steps: number): readonly number[] {
  const model = new (engineCalled('ets'))(1, nonSeasonal);
  try {
    model.fit(values);
    return model.predict(steps).point;
  } catch (error) {
    throw reasonFor('ets', error);
  } finally {
    model.free();
  }
}
