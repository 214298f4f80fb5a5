import type { ForecasterState } from '../../model/forecast/forecast.ts';
import { engineCalled } from '../engines.ts';
import { reasonFor } from '../families/failing.ts';
import type { Course } from '../families/course.ts';
import { courseLength, courseOf, flatCourse, stepsOfCourse } from '../families/course.ts';
import { smoothedCourse } from '../families/exponential-smoothing.ts';
import { isConstant, scaleOf } from '../families/scale.ts';
import type { Forecaster, History } from '../forecaster.ts';
import { lastMsOf } from '../history/last-ms.ts';

const version = 1;

/**
 * Takes every season out by LOESS, the shortest first, lets exponential smoothing go on with the rest, and adds the last
 * turn of each season. K. Bandara, R. J. Hyndman, C. Bergmeir: MSTL: A Seasonal-Trend Decomposition Algorithm for Time
 * Series with Multiple Seasonal Patterns, 2021. The state is its course, since augurs cannot store a fit.
 */
export const mstl: Forecaster = {
  name: 'mstl',
  version,
  train(history) {
    return { model: 'mstl', version, trainedToMs: lastMsOf(history), data: courseAfter(history) };
  },
  forecast: (state: ForecasterState, steps) => stepsOfCourse(state.data as Course, steps),
};

function courseAfter({ values, seasons }: History): Course {
  if (isConstant(values)) return flatCourse(values.at(-1) ?? 0);
  // Of a season there must be more than two turns.
  const usable = seasons.filter((season) => season > 1 && values.length > 2 * season);
  const scale = scaleOf(values);
  const scaled = values.map((value) => value / scale);
  const steps = courseLength(usable);
  const points = usable.length > 0 ? decomposed(scaled, usable, steps) : smoothedCourse(scaled, steps);
  return courseOf(
    points.map((point) => point * scale),
    usable,
  );
}

function decomposed(values: Float64Array, seasons: readonly number[], steps: number): readonly number[] {
  const model = engineCalled('mstl').ets([...seasons]);
  try {
    model.fit(values);
    return model.predict(steps).point;
  } catch (error) {
    throw reasonFor('mstl', error);
  } finally {
    model.free();
  }
}
