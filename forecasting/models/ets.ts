import type { ForecasterState } from '../../model/forecast/forecast.ts';
import type { Course } from '../families/course.ts';
import { stepsOfCourse } from '../families/course.ts';
import { smoothedCourse } from '../families/exponential-smoothing.ts';
import { courseAroundSeason } from '../families/seasonal-adjustment.ts';
import type { Forecaster } from '../forecaster.ts';
import { lastMsOf } from '../history/last-ms.ts';

const version = 1;

/**
 * Exponential smoothing that chooses error and trend by itself, of values whose longest season was taken out and is put
 * back: that of augurs has no season of its own, whatever it is asked (grafana/augurs#27). The state is its course,
 * since augurs cannot store a fit.
 */
export const ets: Forecaster = {
  name: 'ets',
  version,
  train(history) {
    const { values, seasons } = history;
    return {
      model: 'ets',
      version,
      trainedToMs: lastMsOf(history),
      data: courseAroundSeason(values, seasons, smoothedCourse),
    };
  },
  forecast: (state: ForecasterState, steps) => stepsOfCourse(state.data as Course, steps),
};
