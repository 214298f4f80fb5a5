import type { ForecasterState } from '../../model/forecast/forecast.ts';
import type { Forecaster, History } from '../forecaster.ts';
import { ForecastRefusedError } from '../refused.ts';
import { recentLine } from '../trend/pace.ts';
import type { SeasonShape } from '../trend/season-shape.ts';
import { fitSeasons, scaleOf, seasonAt } from '../trend/season-shape.ts';
import type { Teeth } from '../trend/teeth.ts';
import { gatheredAhead } from '../trend/teeth.ts';
import { thinnedOut } from '../trend/thinned.ts';
import { withoutJumps } from '../trend/without-jumps.ts';

/** What is learned, in the unit of the series and in its steps, which are counted from its first value. */
interface Learned {
  readonly count: number;
  readonly level: number;
  readonly slope: number;
  readonly shape: SeasonShape;
  /** How far the last value is from all that, and the share of it that is left after one step. */
  readonly offset: number;
  readonly memory: number;
  readonly teeth: Teeth | null;
  readonly gathered: number;
}

const version = 1;
const fewest = 12;
/** The noise of a series that never forgets would have no end. */
const [leastMemory, mostMemory] = [0, 0.98];

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

function learn({ values, seasons }: History): Learned {
  if (values.length < fewest) throw new ForecastRefusedError('too-few-values', `fewer than ${fewest} values`);
  const smooth = withoutJumps(values);
  const thinned = thinnedOut(smooth.values);
  const { shape, residuals } = fitSeasons(thinned, seasons);
  const memory = Math.min(mostMemory, Math.max(leastMemory, autocorrelation(residuals)));
  const unseasoned = thinned.values.map((value, index) => value - seasonAt(shape, thinned.times[index] ?? 0));
  const line = recentLine(unseasoned, scaleOf(residuals), memory);
  const slope = line.slope / thinned.stride;
  const count = values.length;
  const level = line.level + slope * (count - 1 - (thinned.times.at(-1) ?? 0));
  const offset = (smooth.values.at(-1) ?? 0) - level - seasonAt(shape, count - 1);
  const learned = { count, level, slope, shape, offset, memory: memory ** (1 / thinned.stride), teeth: smooth.teeth, gathered: smooth.gathered };
  if (![level, slope, offset].every(Number.isFinite)) throw new ForecastRefusedError('out-of-range', 'the values are too large');
  return learned;
}

function expected({ count, level, slope, shape, offset, memory, teeth, gathered }: Learned, steps: number): Float64Array {
  const levels = Float64Array.from({ length: steps }, (_, index) => {
    const ahead = index + 1;
    return level + slope * ahead + seasonAt(shape, count - 1 + ahead) + offset * memory ** ahead;
  });
  if (!teeth) return levels;
  const above = gatheredAhead(count, gathered, teeth, levels);
  return levels.map((value, index) => value + (above[index] ?? 0));
}

function learnedIn(state: ForecasterState): Learned {
  // Written by `train` of the same version: whoever stores a state keeps to that.
  return state.data as Learned;
}

/** Of neighbours. */
function autocorrelation(residuals: readonly number[]): number {
  const squares = residuals.reduce((sum, residual) => sum + residual ** 2, 0);
  const products = residuals.reduce((sum, residual, index) => sum + residual * (residuals[index + 1] ?? 0), 0);
  return squares > 0 ? products / squares : 0;
}
