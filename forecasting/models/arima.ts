import type { ForecasterState } from '../../model/forecast/forecast.ts';
import { boxJenkinsCourse } from '../families/box-jenkins.ts';
import type { Course } from '../families/course.ts';
import { courseLength, courseOf, flatCourse, stepsOfCourse } from '../families/course.ts';
import { isConstant } from '../families/scale.ts';
import { courseAroundSeason } from '../families/seasonal-adjustment.ts';
import type { Forecaster, History } from '../forecaster.ts';
import { ForecastRefusedError } from '../refused.ts';
import { lastMsOf } from '../history/last-ms.ts';

const version = 1;
/** With longer ones a fit takes seconds. */
const longestOwnSeason = 48;
/** The time of a fit grows with them; older ones change little. */
const mostValues = 336;
/** Of fewer, its orders are guesses. */
const fewestValues = 20;

/**
 * ARIMA by conditional least squares of the package `arima`, of the last {@link mostValues} values, with orders chosen by
 * rolling origin: with a season of its own where that is short, else around a season that is taken out and put back. The
 * state is its course, since the library cannot store a fit.
 */
export const arima: Forecaster = {
  name: 'arima',
  version,
  train(history) {
    const { values } = history;
    if (values.length < fewestValues) throw new ForecastRefusedError('too-few-values', 'ARIMA needs 20 values');
    return { model: 'arima', version, trainedToMs: lastMsOf(history), data: courseAfter(history) };
  },
  forecast: (state: ForecasterState, steps) => stepsOfCourse(state.data as Course, steps),
};

function courseAfter({ values, seasons }: History): Course {
  const season = seasons.find((length) => length > 1 && length <= longestOwnSeason) ?? 0;
  if (season === 0) {
    return courseAroundSeason(values, seasons, (rest, steps) => boxJenkinsCourse(rest.slice(-mostValues), 0, steps));
  }
  const recent = values.slice(-mostValues);
  if (isConstant(recent)) return flatCourse(recent.at(-1) ?? 0);
  return courseOf(boxJenkinsCourse(recent, season, courseLength([season])), [season]);
}
