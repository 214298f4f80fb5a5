import type { Prophet } from '@bsull/augurs/prophet';
import type { ForecasterState } from '../../model/forecast/forecast.ts';
import { engineCalled } from '../engines.ts';
import type { Standard } from '../families/columns.ts';
import { standardised, standardsOf } from '../families/columns.ts';
import type { Course } from '../families/course.ts';
import { courseLength, courseOf, flatCourse, stepsOfCourse } from '../families/course.ts';
import { reasonFor } from '../families/failing.ts';
import { isConstant, scaleOf } from '../families/scale.ts';
import type { Forecaster, History } from '../forecaster.ts';
import { ForecastRefusedError } from '../refused.ts';
import { lastMsOf } from '../history/last-ms.ts';

const version = 1;
const dayMs = 24 * 60 * 60 * 1_000;
const fewestValues = 10;
/** Prophet counts in hours, whatever the steps are: its own seasons are off, and those it is told are counted in steps. */
const stepSeconds = 3_600;
const stepsADay = 24;
/** Prophet's own, of seasons as of regressors. */
const priorScale = 10;
const off = { type: 'manual', enabled: false } as const;

interface Effect extends Standard {
  /** Of one standard deviation. */
  readonly effect: number;
}

/** What is expected while every column is as usual, and what each adds. */
interface Learned {
  readonly course: Course;
  readonly effects: readonly Effect[];
}

/**
 * Prophet by augurs, with its optimiser compiled to WASM: a trend with change points, seasons as Fourier terms, and every
 * column as a regressor, of events as of other series. S. J. Taylor, B. Letham: Forecasting at scale, 2018. The state is
 * its course, with what a column adds to it, since augurs cannot store a fit.
 */
export const prophet: Forecaster = {
  name: 'prophet',
  version,
  train(history) {
    const { values } = history;
    if (values.length < fewestValues) throw new ForecastRefusedError('too-few-values', 'Prophet needs 10 values');
    return { model: 'prophet', version, trainedToMs: lastMsOf(history), data: learnedFrom(history) };
  },
  forecast(state: ForecasterState, steps, columns) {
    const { course, effects } = state.data as Learned;
    const ahead = new Map(columns.map((column) => [column.name, column.ahead]));
    return stepsOfCourse(course, steps).map((usual, step) =>
      effects.reduce((sum, one) => sum + one.effect * standardised(one, ahead.get(one.name)?.[step]), usual),
    );
  },
};

function learnedFrom(history: History): Learned {
  const { values, seasons, columns } = history;
  // On what never changes its optimiser fails.
  if (isConstant(values)) return { course: flatCourse(values.at(-1) ?? 0), effects: [] };
  const standards = standardsOf(columns);
  const scale = scaleOf(values);
  const model = modelOf(history, standards.length);
  try {
    const pasts = standards.map((standard) => {
      const past = columns.find(({ name }) => name === standard.name)?.past;
      return Array.from(values, (_, step) => standardised(standard, past?.[step]));
    });
    const y = Array.from(values, (value) => value / scale);
    model.fit({ ds: timesFrom(0, y.length), y, x: regressors(pasts) });
    const expected = (steps: number, raised?: number): readonly number[] => {
      const x = regressors(standards.map((_, index) => Array<number>(steps).fill(Number(index === raised))));
      const { point } = model.predict({ ds: timesFrom(y.length, steps), x }).yhat;
      return point.map((value) => value * scale);
    };
    const course = courseOf(expected(courseLength(seasons)), seasons);
    // The model is additive: what one column adds is what changes when it alone does.
    const usual = course.points[0] ?? 0;
    const effects = standards.map((one, index) => ({ ...one, effect: (expected(1, index)[0] ?? usual) - usual }));
    return { course, effects };
  } catch (error) {
    throw error instanceof ForecastRefusedError ? error : reasonFor('prophet', error);
  } finally {
    model.free();
  }
}

function modelOf({ seasons, stepMs }: History, columns: number): Prophet {
  const { Prophet: Model, optimizer } = engineCalled('prophet');
  const own = { yearlySeasonality: off, weeklySeasonality: off, dailySeasonality: off };
  const model = new Model({ optimizer, uncertaintySamples: 0, ...own });
  for (const steps of seasons.filter((length) => length > 1)) {
    const order = Math.min(fourierOrder(steps * stepMs), Math.floor(steps / 2));
    model.addSeasonality(`season of ${steps}`, { period: steps / stepsADay, fourierOrder: order, priorScale });
  }
  for (let index = 0; index < columns; index++) {
    model.addRegressor(nameOf(index), { standardize: 'no', priorScale });
  }
  return model;
}

/** By number: a name from outside could be one that Prophet keeps for itself. */
function nameOf(index: number): string {
  return `x${index}`;
}

function regressors(columns: readonly number[][]): Map<string, number[]> {
  return new Map(columns.map((column, index) => [nameOf(index), column]));
}

function timesFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, step) => (first + step) * stepSeconds);
}

/** Prophet's own numbers of Fourier terms for a day, a week and a year. */
function fourierOrder(periodMs: number): number {
  const days = periodMs / dayMs;
  if (days < 3) return 4;
  return days < 180 ? 3 : 10;
}
