import type { ForecasterState } from '../../model/forecast/forecast.ts';
import type { Forecaster, History } from '../forecaster.ts';
import { ForecastRefusedError } from '../refused.ts';
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
    trainedToMs: history.startMs + (history.values.length - 1) * history.stepMs,
    data: learn(history),
  }),
  forecast: (state, steps) => expected(learnedIn(state), steps),
};

function learn({ values, stepMs, seasons: given }: History): Learned {
  const seasons = withCalendar(given, stepMs, values.length);
  if (values.length < fewest) throw new ForecastRefusedError('too-few-values', `fewer than ${fewest} values`);
  const isProportional = isSwingProportional(values, seasons[0]);
  const smooth = withoutJumps(isProportional ? values.map(Math.log) : values);
  const thinned = thinnedOut(smooth.values);
  const { shape, residuals } = fitSeasons(thinned, seasons);
  const habit = habitOf(thinned, residuals, seasons.at(-1));
  const memory = Math.min(mostMemory, autocorrelation(residuals, 1));
  const seasonal = (time: number): number => seasonAt(shape, time) + habitAt(habit, time);
  const unseasoned = thinned.values.map((value, index) => value - seasonal(thinned.times[index] ?? 0));
  const line = recentLine(unseasoned, scaleOf(residuals), memory);
  const slope = line.slope / thinned.stride;
  const count = values.length;
  const level = line.level + slope * (count - 1 - (thinned.times.at(-1) ?? 0));
  const offset = (smooth.values.at(-1) ?? 0) - level - seasonal(count - 1);
  const { teeth, gathered } = smooth;
  const learned = {
    count,
    isProportional,
    level,
    slope,
    shape,
    habit,
    offset,
    teeth,
    gathered,
    memory: memory ** (1 / thinned.stride),
  };
  if (![level, slope, offset].every(Number.isFinite))
    throw new ForecastRefusedError('out-of-range', 'the values are too large');
  return learned;
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
