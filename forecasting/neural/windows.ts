import type { Column, History } from '../forecaster.ts';
import type { Layout } from './layout.ts';
import { featuresOf } from './layout.ts';
import type { Normalisation } from './normalisation.ts';
import { meanOf } from './normalisation.ts';

/** What is seen at several moments, as the networks take it: row by row in one line of numbers. */
export interface Windows {
  readonly count: number;
  /** [count, block, features]: each value, what followed a lag before what followed it, and the columns then and ahead. */
  readonly seen: Float32Array;
  /** [count, lags + 1, block]: what was a lag before each value ahead, and the last value. */
  readonly likes: Float32Array;
  /** [count, block]: what came. Zeros at the end of the history. */
  readonly ahead: Float32Array;
  /** What was taken off everything else, in the unit of the series. */
  readonly levels: Float64Array;
}

/** Beyond so many times the usual distance a value says no more than that it is far away. */
const farAway = 6;

/** What is seen at these moments. */
export function windowsAt(
  history: History,
  moments: readonly number[],
  layout: Layout,
  normalisation: Normalisation,
): Windows {
  const { values, columns } = history;
  const { block, lags } = layout;
  const features = featuresOf(layout);
  const windows: Windows = {
    count: moments.length,
    seen: new Float32Array(moments.length * block * features),
    likes: new Float32Array(moments.length * (lags.length + 1) * block),
    ahead: new Float32Array(moments.length * block),
    levels: new Float64Array(moments.length),
  };
  for (const [row, moment] of moments.entries()) {
    const level = meanOf(values, moment - block, moment);
    const normal = (at: number): number => (value(values, at) - level) / normalisation.scale;
    windows.levels[row] = level;
    for (let step = 0; step < block; step++) {
      const next = moment + step;
      const facts = [
        normal(next - block),
        ...lags.map((lag) => normal(next - lag)),
        ...columns.flatMap((column, index) => {
          const { level: middle = 0, scale = 1 } = normalisation.columns[index] ?? {};
          return [next - block, next].map((at) => (columnAt(column, at) - middle) / scale);
        }),
      ];
      windows.seen.set(facts.map(near), (row * block + step) * features);
      for (const [index, lag] of [...lags, step + 1].entries()) {
        windows.likes[(row * (lags.length + 1) + index) * block + step] = normal(next - lag);
      }
      windows.ahead[row * block + step] = next < values.length ? normal(next) : 0;
    }
  }
  return windows;
}

function columnAt({ past, ahead }: Column, at: number): number {
  return at < past.length ? value(past, at) : value(ahead, at - past.length);
}

function near(fact: number): number {
  return Math.max(-farAway, Math.min(farAway, fact));
}

function value(of: Float64Array, at: number): number {
  return of[at] ?? 0;
}
