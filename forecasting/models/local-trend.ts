import type { ForecasterState } from '../../model/forecast/forecast.ts';
import type { Forecaster, History } from '../forecaster.ts';
import { ForecastRefusedError } from '../refused.ts';
import { medianOf } from '../stretches.ts';
import type { Habit } from '../trend/habit.ts';
import { autocorrelation, habitAt, habitOf } from '../trend/habit.ts';
import { recentLine } from '../trend/pace.ts';
import { isSwingProportional } from '../trend/proportional.ts';
import type { SeasonShape } from '../trend/season-shape.ts';
import { fitSeasons, scaleOf, seasonAt } from '../trend/season-shape.ts';
import type { Teeth } from '../trend/teeth.ts';
import { gatheredAhead } from '../trend/teeth.ts';
import { thinnedOut } from '../trend/thinned.ts';
import { withCalendar } from '../trend/with-calendar.ts';
import { withoutJumps } from '../trend/without-jumps.ts';
import { lastMsOf } from '../history/last-ms.ts';

/** What is learned, in the unit of the series and in its steps, which are counted from its first value. */
interface Learned {
  readonly count: number;
  /** Whether all of it is about the logarithm of the values. */
  readonly isProportional: boolean;
  readonly level: number;
  readonly slope: number;
  readonly shape: SeasonShape;
  readonly habit: Habit;
  /** How far the last value is from all that, and the share of it that is left after one step. */
  readonly offset: number;
  readonly memory: number;
  readonly teeth: Teeth | null;
  readonly gathered: number;
}

const version = 1;
const fewest = 12;
/** How far the series is from its line now is told by these, in steps ago, so that it is not one wild value. */
const lastOnes = [0, 1, 2];
/** The noise of a series that never forgets would have no end. */
const mostMemory = 0.98;

/**
 * For what grows and is given back: disks, memory, queues, certificates. A series is taken for a straight line with the
 * pace of late, seasons around it, teeth of what is given back again and again, and noise that fades.
 */
export const localTrend: Forecaster = {
  name: 'local-trend',
  version,
  train: (history) => ({
    model: 'local-trend',
    version,
    trainedToMs: lastMsOf(history),
    data: learn(history),
  }),
  forecast: (state, steps) => expected(learnedIn(state), steps),
};

function learn({ values, stepMs, seasons: given }: History): Learned {
  if (values.length < fewest) throw new ForecastRefusedError('too-few-values', `fewer than ${fewest} values`);
  const seasons = withCalendar(given, stepMs, values.length);
  const isProportional = isSwingProportional(values, seasons[0]);
  const { values: smooth, teeth, gathered } = withoutJumps(isProportional ? values.map(Math.log) : values);

  const thinned = thinnedOut(smooth);
  const { shape, residuals } = fitSeasons(thinned, seasons);
  const habit = habitOf(thinned, residuals, seasons.at(-1));
  const seasonal = (time: number): number => seasonAt(shape, time) + habitAt(habit, time);

  const memory = Math.min(mostMemory, autocorrelation(residuals, 1));
  const unseasoned = thinned.values.map((value, index) => value - seasonal(thinned.times[index] ?? 0));
  const line = recentLine(unseasoned, scaleOf(residuals), memory);
  const slope = line.slope / thinned.stride;
  const last = values.length - 1;
  const level = line.level + slope * (last - (thinned.times.at(-1) ?? 0));
  const offsets = lastOnes.map((ago) => (smooth[last - ago] ?? 0) - (level - slope * ago) - seasonal(last - ago));
  return {
    count: values.length,
    isProportional,
    level,
    slope,
    shape,
    habit,
    offset: medianOf(offsets.toSorted((a, b) => a - b)),
    memory: memory ** (1 / thinned.stride),
    teeth,
    gathered,
  };
}

function expected(learned: Learned, steps: number): Float64Array {
  const { count, isProportional, level, slope, shape, habit, offset, memory, teeth, gathered } = learned;
  const levels = Float64Array.from({ length: steps }, (_, index) => {
    const [ahead, time] = [index + 1, count + index];
    return level + slope * ahead + seasonAt(shape, time) + habitAt(habit, time) + offset * memory ** ahead;
  });
  const above = teeth && gatheredAhead(count, gathered, teeth, levels);
  const sums = levels.map((value, index) => value + (above?.[index] ?? 0));
  return isProportional ? sums.map(Math.exp) : sums;
}

function learnedIn(state: ForecasterState): Learned {
  // Written by `train` of the same version: whoever stores a state keeps to that.
  return state.data as Learned;
}
