import type { History } from '../../../forecasting/forecaster.ts';

/** A history of hours without seasons or columns, unless told otherwise. */
export function aHistory(values: Iterable<number>, given: Partial<History> = {}): History {
  const defaults = { startMs: Date.UTC(2026, 0, 5), stepMs: 3_600_000, seasons: [], columns: [], seed: 1 };
  return { ...defaults, ...given, values: Float64Array.from(values) };
}

/** A daily wave around 100 that rises slowly, with noise. */
export function waves(count: number, { season = 24, rise = 0.05, noise = 1, seed = 1 } = {}): readonly number[] {
  const next = noiseOf(seed);
  return Array.from({ length: count }, (_, step) => wave(step, season, rise) + noise * next());
}

/** The same without noise, after so many steps. */
export function wavesAfter(count: number, steps: number, { season = 24, rise = 0.05 } = {}): readonly number[] {
  return Array.from({ length: steps }, (_, step) => wave(count + step, season, rise));
}

/** Each is the last one and some chance. */
export function randomWalk(count: number, seed = 1): readonly number[] {
  const next = noiseOf(seed);
  let value = 0;
  return Array.from({ length: count }, () => (value += next()));
}

/** Chance alone, evenly between -0.5 and 0.5. */
export function noiseOf(seed: number): () => number {
  let state = seed;
  return () => {
    // The minimal standard generator of Park and Miller.
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  };
}

/** The mean of what two lists differ by. */
export function meanError(left: ArrayLike<number>, right: ArrayLike<number>): number {
  return Array.from(left).reduce((sum, value, step) => sum + Math.abs(value - (right[step] ?? NaN)), 0) / left.length;
}

function wave(step: number, season: number, rise: number): number {
  return 100 + rise * step + 20 * Math.sin((2 * Math.PI * step) / season);
}
